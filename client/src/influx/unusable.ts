/** Something in the settings or the environment with which no request can be made. */
export class UnusableSetting extends Error {}

/** A client's key that is encrypted, and no passphrase that opens it. */
export class LockedKey extends UnusableSetting {}
