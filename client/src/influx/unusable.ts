/** Something in the settings or the environment with which no request can be made. */
export class UnusableSetting extends Error {}
