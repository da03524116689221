import type { ScriptParameter } from '../../../server/src/protocol.ts';
import type { Inputs } from '../../src/params/inputs.ts';

/**
 * The form that asks for a script's values. The host shows it and keeps what is typed, so that a page that was hidden gets
 * it back; the page checks while a person types, and the host checks again before anything is sent.
 */

/** What the page knows of a parameter. */
export interface FormField
  extends Pick<
    ScriptParameter,
    'name' | 'type' | 'expects' | 'conversion' | 'role' | 'tagKey' | 'description' | 'default'
  > {
  /** Whether the host can be asked for values that there are. */
  readonly suggests: boolean;
}

export interface FormPage {
  /** Counts the panel's forms: what is said of another one is void. */
  readonly id: number;
  readonly scriptName: string;
  readonly connectionName: string;
  readonly production: boolean;
  /** The button's text, such as `Run`. */
  readonly action: string;
  readonly fields: readonly FormField[];
  /** Whether the script may take keys that nobody can know: then some may be added. */
  readonly open: boolean;
  readonly inputs: Inputs;
  /** Whether there are values of a run before, which can be forgotten. */
  readonly remembered: boolean;
  /** Names of the script's presets; undefined where there is no place for presets. */
  readonly presets?: readonly string[];
  /** The preset that the inputs come from; empty when from none. */
  readonly preset: string;
}

export type FormHostMessage =
  /** Shows a form, in the place of one that is there. */
  | { readonly type: 'form'; readonly form: FormPage }
  /** The form is answered or void. */
  | { readonly type: 'formClosed'; readonly form: number }
  /** Other inputs take the place of what was typed: a preset's, or the defaults. */
  | {
      readonly type: 'formInputs';
      readonly form: number;
      readonly inputs: Inputs;
      readonly preset: string;
      readonly remembered: boolean;
    }
  /** Which presets there are by now, and which one the inputs come from. */
  | {
      readonly type: 'formPresets';
      readonly form: number;
      readonly presets: readonly string[];
      readonly preset: string;
    }
  /** Something that was asked for could not be done; a sentence for the person. */
  | { readonly type: 'formNotice'; readonly form: number; readonly message: string }
  /** The answer to `suggest`; `note` says why there are none. */
  | {
      readonly type: 'suggestions';
      readonly form: number;
      readonly ask: number;
      readonly values: readonly string[];
      readonly note: string;
    };

export type FormEvent =
  /** So that the host can show it again. */
  | { readonly kind: 'typed'; readonly inputs: Inputs }
  | { readonly kind: 'submit'; readonly inputs: Inputs }
  | { readonly kind: 'cancel' }
  /** Forgets the values of the runs before; the defaults take their place. */
  | { readonly kind: 'clear' }
  /** Which values there are for a field; the other inputs say where to look. */
  | { readonly kind: 'suggest'; readonly ask: number; readonly name: string; readonly inputs: Inputs }
  | { readonly kind: 'usePreset'; readonly name: string }
  /** The host asks for the name. */
  | { readonly kind: 'savePreset'; readonly inputs: Inputs };

export type FormPageMessage =
  | { readonly type: 'formEvent'; readonly form: number; readonly event: FormEvent }
  /** The values of the run in sight are to be edited and run again. */
  | { readonly type: 'editValues'; readonly run: number };
