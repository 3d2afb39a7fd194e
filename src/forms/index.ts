// The door of forms: their declaration, fields, widgets, formsets, model forms and rendering.

export { BooleanField, NullBooleanField } from "./fields/boolean-fields.ts";
export {
  ChoiceField,
  type ChoiceFieldOptions,
  type ChoiceSource,
  MultipleChoiceField,
  TypedChoiceField,
  type TypedChoiceFieldOptions,
  TypedMultipleChoiceField,
} from "./fields/choice-fields.ts";
export {
  ComboField,
  type ComboFieldOptions,
  MultiValueField,
  type MultiValueFieldOptions,
  SplitDateTimeField,
  type SplitDateTimeFieldOptions,
} from "./fields/compound-fields.ts";
export { DateField, type DateFieldOptions, DateTimeField, DurationField, TimeField } from "./fields/date-fields.ts";
export { Field, type FieldContext, type FieldOptions, type OptionsOf } from "./fields/field.ts";
export { type FieldBuilders, field } from "./fields/field-builders.ts";
export {
  FileField,
  type FileFieldOptions,
  ImageField,
  MultipleFileField,
  type MultipleFileFieldOptions,
} from "./fields/file-fields.ts";
export {
  ModelChoiceField,
  type ModelChoiceFieldOptions,
  ModelMultipleChoiceField,
  type QuerySource,
} from "./fields/model-choice-fields.ts";
export { GroupField, type GroupFieldOptions, ListField, type ListFieldOptions } from "./fields/nested-fields.ts";
export {
  BigIntegerField,
  DecimalField,
  type DecimalFieldOptions,
  FloatField,
  IntegerField,
  type NumberFieldOptions,
} from "./fields/number-fields.ts";
export {
  CharField,
  type CharFieldOptions,
  EmailField,
  IpAddressField,
  type IpAddressFieldOptions,
  JsonField,
  type JsonFieldOptions,
  RegexField,
  type RegexFieldOptions,
  SlugField,
  type SlugFieldOptions,
  TextField,
  UrlField,
  type UrlFieldOptions,
  UuidField,
} from "./fields/text-fields.ts";
export { BoundField } from "./form/bound-field.ts";
export { ErrorList, type FormErrors } from "./form/error-list.ts";
export { Form } from "./form/form.ts";
export { FormInput, type FormValues } from "./form/form-input.ts";
export { FormInstance } from "./form/form-instance.ts";
export type { CsrfField, FormSettings } from "./form/form-settings.ts";
export type {
  AnyField,
  CleanData,
  FieldName,
  FieldRecord,
  FormDefinition,
  FormOptions,
  FormSource,
  FormStatic,
  FromOptions,
  InitialData,
  ValidForm,
} from "./form/form-types.ts";
export { type FormSchema, schemaValidator } from "./form/schema.ts";
export { findLocaleFormats, type LocaleFormats } from "./formats/locale-formats.ts";
export { type FormsBattery, type FormsOptions, forms } from "./forms-battery.ts";
export { type FormSetStatic, type FromSetOptions, formSet } from "./formsets/form-set.ts";
export {
  type CleanRow,
  type FormSetDefinition,
  FormSetInstance,
  type FormSetOptions,
} from "./formsets/form-set-instance.ts";
export {
  type InlineFormSetDefinition,
  InlineFormSetInstance,
  type InlineFormSetStatic,
  inlineFormSet,
} from "./formsets/inline-form-set.ts";
export {
  type ModelFormSetDefinition,
  ModelFormSetInstance,
  type ModelFormSetOptions,
  type ModelFormSetStatic,
  modelFormSet,
  type SavedRows,
} from "./formsets/model-form-set.ts";
export { editableFields, fieldsForModel, modelForm } from "./models/model-form.ts";
export { ModelFormInstance, type SaveFormOptions } from "./models/model-form-instance.ts";
export type {
  EditableName,
  FileStore,
  ModelFields,
  ModelFormDefinition,
  ModelFormOptions,
  ModelFormStatic,
  ModelKind,
} from "./models/model-form-types.ts";
export type { FormRenderer } from "./rendering/form-renderer.ts";
export { formScript } from "./rendering/form-script.ts";
export { type HtmlRenderer, htmlRenderer } from "./rendering/html-renderer.ts";
export { formStyles } from "./rendering/style-sheet.ts";
export { type TemplateEngine, type TemplateRendererOptions, templateRenderer } from "./rendering/template-renderer.ts";
export type { Attributes } from "./widgets/attributes.ts";
export {
  CheckboxInput,
  type CheckboxOptions,
  CheckboxSelectMultiple,
  type ChoiceWidgetOptions,
  NullBooleanSelect,
  RadioSelect,
  Select,
  SelectMultiple,
} from "./widgets/choice-widgets.ts";
export type { Choice, ChoiceGroup, ChoiceList, Choices, Option, OptionGroup } from "./widgets/choices.ts";
export { DateInput, type DateInputOptions, DateTimeInput, TimeInput } from "./widgets/date-inputs.ts";
export {
  ClearableFileInput,
  type ClearableFileOptions,
  FileInput,
  type FileInputOptions,
  type StoredFile,
} from "./widgets/file-widgets.ts";
export {
  ColorInput,
  EmailInput,
  HiddenInput,
  Input,
  type InputOptions,
  MultipleHiddenInput,
  NumberInput,
  PasswordInput,
  type PasswordInputOptions,
  SearchInput,
  TelInput,
  Textarea,
  TextInput,
  UrlInput,
} from "./widgets/inputs.ts";
export { Media, type MediaAsset, type MediaParts } from "./widgets/media.ts";
export {
  MultiWidget,
  type MultiWidgetOptions,
  type SelectDateOptions,
  SelectDateWidget,
  type SplitDateTimeOptions,
  SplitDateTimeWidget,
  SplitHiddenDateTimeWidget,
} from "./widgets/multi-widget.ts";
export {
  type GroupPart,
  GroupWidget,
  type GroupWidgetOptions,
  ListWidget,
  type ListWidgetOptions,
} from "./widgets/nested-widgets.ts";
export { type RenderContext, Widget, type WidgetOptions, type WidgetView } from "./widgets/widget.ts";
