// Describes the place at which code is being written: function, scope, output variable and escaping.
import type { FunctionFrame } from "./function-frame.ts";
import type { Scope } from "./scope.ts";

/** The place at which code is being written. */
export interface Frame {
  readonly fn: FunctionFrame;
  readonly scope: Scope;
  /** The JavaScript variable that output is added to. */
  readonly buffer: string;
  /** Whether output of this buffer may be yielded. */
  readonly flushes: boolean;
  /** Whether printing escapes; text is a JavaScript variable that decides. */
  readonly autoescape: boolean | string;
  /** Names set here are seen by blocks and importers. */
  readonly toplevel: boolean;
  /** In a branch, where an unknown filter is an error only when it is reached. */
  readonly soft: boolean;
  /** The block whose function this is. */
  readonly block: string | undefined;
  /** Nothing is printed here, since a parent template prints. */
  readonly mute: boolean;
}
