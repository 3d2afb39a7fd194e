// The door of templates: the engine, its loaders, errors, definitions and extensions.

export type { PrecompiledTemplate } from "./compiler/precompiled.ts";
export {
  type CallShape,
  defineFilter,
  defineGlobal,
  defineTest,
  type EngineView,
  type FilterDefinition,
  type GlobalDefinition,
  type TemplateCall,
  type TemplateOptions,
  type TestDefinition,
} from "./definitions.ts";
export { templateCommands } from "./engine/commands.ts";
export { defineTemplate, type TemplateReference } from "./engine/define-template.ts";
export {
  choiceLoader,
  folderLoader,
  functionLoader,
  memoryLoader,
  moduleLoader,
  prefixLoader,
} from "./engine/loaders/index.ts";
export type { LoadedTemplate, TemplateLoader } from "./engine/loaders/loader.ts";
export type { TemplateLimits, TemplatesOptions, TemplateWarning } from "./engine/options.ts";
export type { TemplateModule } from "./engine/precompile.ts";
export { renderNative } from "./engine/render-native.ts";
export { Template } from "./engine/template.ts";
export { type TemplateName, Templates } from "./engine/templates.ts";
export {
  SecurityError,
  TemplateAssertionError,
  TemplateError,
  type TemplateErrorDetails,
  type TemplateFrame,
  TemplateNotFound,
  TemplateRuntimeError,
  TemplateSyntaxError,
  TemplatesNotFound,
  UndefinedError,
} from "./errors.ts";
export type { RunParts, TagCall, TagParser, TagToken, TemplateExtension } from "./extension.ts";
export { templateCallable } from "./runtime/attributes.ts";
export { findTemplateFrames } from "./runtime/faults.ts";
export type { FragmentStore } from "./tags/cache-tag.ts";
