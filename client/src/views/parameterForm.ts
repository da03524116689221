import type { ScriptParameter } from '../../../server/src/protocol.ts';
import type { FormEvent, FormHostMessage, FormPage, FormPageMessage } from '../../webview/protocol/form.ts';
import { readForm } from '../params/form.ts';
import { type Inputs, initialInputs } from '../params/inputs.ts';
import { suggests } from '../params/suggestions.ts';

/** The values that there are for a parameter; what it throws says why there are none, as a part of a sentence. */
export type Suggest = (
  parameter: ScriptParameter,
  inputs: Inputs,
  signal: AbortSignal,
) => Promise<readonly string[]>;

/** The presets of a script, as the form offers them. What they throw is shown in the form. */
export interface FormPresets {
  names(): Promise<readonly string[]>;
  load(name: string): Promise<Inputs>;
  /** Asks for a name and saves; gives the name, or undefined when the person changed their mind. */
  save(inputs: Inputs): Promise<string | undefined>;
}

/** What a form asks for. */
export interface FormRequest {
  readonly scriptName: string;
  readonly connection: { readonly name: string; readonly production?: boolean };
  readonly parameters: readonly ScriptParameter[];
  /** Whether the script may take keys that its text does not name. */
  readonly open?: boolean;
  /** What was typed the last time. */
  readonly last: Inputs;
  /** What the button says; `Run` otherwise. */
  readonly action?: string;
  readonly suggest?: Suggest;
  /** Forgets what was typed the last time. */
  readonly clear?: () => unknown;
  readonly presets?: FormPresets;
}

/** One form in the panel's page: keeps what is typed, and has the last word on what is sent. Knows nothing of VS Code. */
export class ParameterForm {
  readonly id: number;
  /** What was typed; undefined when the person left. */
  readonly answer: Promise<Inputs | undefined>;
  readonly #request: FormRequest;
  readonly #post: (message: FormHostMessage) => void;
  readonly #suggesting = new Map<string, AbortController>();
  #settle: (inputs: Inputs | undefined) => void = () => {};
  #open = true;
  #inputs: Inputs;
  #remembered: boolean;
  #preset = '';
  #presets: readonly string[] | undefined;

  constructor(id: number, request: FormRequest, post: (message: FormHostMessage) => void) {
    this.id = id;
    this.#request = request;
    this.#post = post;
    this.#inputs = initialInputs(request.parameters, request.last, request.open);
    this.#remembered = Object.keys(request.last).length > 0 && request.clear !== undefined;
    this.#presets = request.presets && [];
    this.answer = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  /** Shows the form, and again in a page that has just been loaded. */
  async show(): Promise<void> {
    this.#post({ type: 'form', form: this.#page() });
    if (this.#request.presets) await this.#notified(() => this.#readPresets());
  }

  /** Takes a message that `isFormMessage` has let through. */
  async receive(event: FormEvent): Promise<void> {
    if (!this.#open) return;
    switch (event.kind) {
      case 'typed':
        this.#inputs = this.#known(event.inputs);
        return;
      case 'submit':
        return this.#submit(this.#known(event.inputs));
      case 'cancel':
        return this.cancel();
      case 'clear':
        return await this.#notified(() => this.#clear());
      case 'suggest':
        return await this.#suggest(event.ask, event.name, event.inputs);
      case 'usePreset':
        return await this.#notified(() => this.#usePreset(event.name));
      case 'savePreset':
        return await this.#notified(() => this.#savePreset(this.#known(event.inputs)));
      default:
        return event satisfies never;
    }
  }

  /** Ends the form without an answer. */
  cancel(): void {
    this.#close(undefined);
  }

  #submit(inputs: Inputs): void {
    // The page has checked already, but what is sent is decided here.
    this.#inputs = inputs;
    const { open } = readForm(this.#request.parameters, inputs);
    if (open.length === 0) this.#close(inputs);
    else this.#notice(`Nothing was sent: check ${open.join(', ')}.`);
  }

  #close(inputs: Inputs | undefined): void {
    if (!this.#open) return;
    this.#open = false;
    for (const asking of this.#suggesting.values()) asking.abort();
    this.#post({ type: 'formClosed', form: this.id });
    this.#settle(inputs);
  }

  async #clear(): Promise<void> {
    await this.#request.clear?.();
    this.#remembered = false;
    this.#change(initialInputs(this.#request.parameters, {}), '');
  }

  async #readPresets(): Promise<void> {
    const presets = (await this.#request.presets?.names()) ?? [];
    this.#presets = presets;
    if (this.#open) this.#post({ type: 'formPresets', form: this.id, presets, preset: this.#preset });
  }

  async #usePreset(name: string): Promise<void> {
    const preset = await this.#request.presets?.load(name);
    if (preset) this.#change(this.#known({ ...this.#inputs, ...preset }), name);
  }

  async #savePreset(inputs: Inputs): Promise<void> {
    this.#inputs = inputs;
    const name = await this.#request.presets?.save(inputs);
    if (name === undefined) return;
    this.#preset = name;
    await this.#readPresets();
  }

  #change(inputs: Inputs, preset: string): void {
    this.#inputs = inputs;
    this.#preset = preset;
    const now = { inputs, preset, remembered: this.#remembered };
    if (this.#open) this.#post({ type: 'formInputs', form: this.id, ...now });
  }

  async #suggest(ask: number, name: string, inputs: Inputs): Promise<void> {
    const parameter = this.#request.parameters.find((candidate) => candidate.name === name);
    if (!parameter || !this.#request.suggest) return;
    this.#suggesting.get(name)?.abort();
    const asking = new AbortController();
    this.#suggesting.set(name, asking);
    const answer = { type: 'suggestions', form: this.id, ask } as const;
    try {
      const values = await this.#request.suggest(parameter, inputs, asking.signal);
      this.#post({ ...answer, values, note: values.length === 0 ? 'the server has none' : '' });
    } catch (error) {
      if (!asking.signal.aborted) this.#post({ ...answer, values: [], note: messageOf(error) });
    }
  }

  /** Does something that may fail; the form stays, and says so. */
  async #notified(task: () => Promise<void>): Promise<void> {
    try {
      await task();
    } catch (error) {
      this.#notice(messageOf(error));
    }
  }

  #notice(message: string): void {
    if (this.#open) this.#post({ type: 'formNotice', form: this.id, message });
  }

  /** Without keys that nobody may add. */
  #known(inputs: Inputs): Inputs {
    if (this.#request.open) return inputs;
    const names = new Set(this.#request.parameters.map(({ name }) => name));
    return Object.fromEntries(Object.entries(inputs).filter(([name]) => names.has(name)));
  }

  #page(): FormPage {
    const { scriptName, connection, parameters, open = false, action = 'Run', suggest } = this.#request;
    return {
      id: this.id,
      scriptName,
      connectionName: connection.name,
      production: connection.production === true,
      action,
      fields: parameters.map(({ places: _, bucket: _bucket, ...parameter }) => ({
        ...parameter,
        suggests: suggest !== undefined && suggests(parameter),
      })),
      open,
      inputs: this.#inputs,
      remembered: this.#remembered,
      preset: this.#preset,
      ...(this.#presets && { presets: this.#presets }),
    };
  }
}

/** The place for a form in a page: one at a time, shown again in a page that was away. */
export class FormSlot {
  readonly #post: (message: FormHostMessage) => void;
  #form: ParameterForm | undefined;
  #forms = 0;

  constructor(post: (message: FormHostMessage) => void) {
    this.#post = post;
  }

  get open(): boolean {
    return this.#form !== undefined;
  }

  /** Asks; another form that is still open is given up. Resolves with undefined when the person leaves. */
  async ask(request: FormRequest): Promise<Inputs | undefined> {
    this.cancel();
    this.#forms += 1;
    const form = new ParameterForm(this.#forms, request, this.#post);
    this.#form = form;
    try {
      await form.show();
      return await form.answer;
    } finally {
      if (this.#form === form) this.#form = undefined;
    }
  }

  /** The page was loaded: it shows nothing yet. */
  async tell(): Promise<void> {
    await this.#form?.show();
  }

  async receive(message: Extract<FormPageMessage, { type: 'formEvent' }>): Promise<void> {
    if (message.form === this.#form?.id) await this.#form.receive(message.event);
  }

  cancel(): void {
    this.#form?.cancel();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
