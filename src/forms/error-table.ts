// Lists the error codes of forms: when each is thrown and what to do about it.
import { defineErrorTable, type ErrorRow } from "#kernel";

type FormsCode =
  | "FORMS_BAD_ATTRIBUTE"
  | "FORMS_BAD_FIELD_NAME"
  | "FORMS_CHOICES_NOT_LOADED"
  | "FORMS_NOT_A_MODEL"
  | "FORMS_NOT_EDITABLE"
  | "FORMS_NOT_VALIDATED"
  | "FORMS_NO_FOREIGN_KEY"
  | "FORMS_NO_STORAGE"
  | "FORMS_UNKNOWN_FIELD";

export const formsErrors: Readonly<Record<FormsCode, ErrorRow>> = defineErrorTable({
  FORMS_BAD_ATTRIBUTE: {
    when: "A widget is given an attribute whose name could end the attribute or the element.",
    cure: "Name attributes with letters, digits and hyphens, and never by what came from outside.",
  },
  FORMS_BAD_FIELD_NAME: {
    when: "A form has a field whose name is no plain word, or one that leads to prototypes.",
    cure: "Name the field with letters, digits and underscores.",
  },
  FORMS_CHOICES_NOT_LOADED: {
    when: "A form is rendered whose choices come from a database or another promise and were not awaited.",
    cure: "Write await form.load() before rendering, or make the form with from(request).",
  },
  FORMS_NOT_A_MODEL: {
    when: "A form of a model is made for something that is no class of a model.",
    cure: "Give modelForm a class that extends Model(…).",
  },
  FORMS_NOT_EDITABLE: {
    when: "A form of a model names a field that no form can write, such as an automatic key or a generated column.",
    cure: "Leave the field out of the form.",
  },
  FORMS_NO_FOREIGN_KEY: {
    when: "A set of forms of related rows is made for a model without a foreign key to the parent, or with several.",
    cure: 'Name the foreign key: inlineFormSet(Parent, ChildForm, { foreignKey: "…" }).',
  },
  FORMS_NO_STORAGE: {
    when: "A form of a model is saved with an upload, and neither the form nor the app says where files are stored.",
    cure: "Give the form a storage: modelForm(Model, { fields: [...], storage }).",
  },
  FORMS_NOT_VALIDATED: {
    when: "A form that holds what was sent is asked for isValid() before it was validated.",
    cure: "Write await form.validate() first, or make the form with from(request).",
  },
  FORMS_UNKNOWN_FIELD: {
    when: "A form is asked for a field that it does not have, or its options name one.",
    cure: "Name one of the fields that the error lists.",
  },
});
