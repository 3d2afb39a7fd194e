// Makes the class of instances that were read without some of their fields: touching one of these throws.
import { HYDRATE } from "../../model/instance-state.ts";
import type { Column, ModelClass, ModelMeta } from "../../model/model-meta.ts";
import { QueryError } from "../query-error.ts";
import { userPlace } from "../user-place.ts";

/**
 * The model's class with a prototype before its own, whose accessors refuse the fields that are not among `columns`.
 *
 * Its instances are instances of the model in every other way.
 */
export function deferredClass(model: ModelMeta, columns: readonly Column[]): ModelClass {
  const { cls } = model;
  const prototype = Object.create(cls.prototype) as object;
  for (const column of model.columns) if (!columns.includes(column)) defineRefusal(prototype, model, column.attribute);
  const shell = function shell(): void {};
  shell.prototype = prototype;
  function construct(): object {
    return Reflect.construct(cls, [HYDRATE], shell) as object;
  }
  return construct as unknown as ModelClass;
}

function defineRefusal(prototype: object, model: ModelMeta, attribute: string): void {
  Object.defineProperty(prototype, attribute, {
    configurable: true,
    get() {
      throw new QueryError(
        "ORM_DEFERRED_FIELD",
        `${model.shortName}.${attribute} was not read: only() or defer() left it out.`,
        {
          where: userPlace(),
          cure: `Read it first: await instance.refresh({ fields: ["${attribute}"] }).`,
        },
      );
    },
    set(this: object, value: unknown) {
      Object.defineProperty(this, attribute, { value, writable: true, enumerable: true, configurable: true });
    },
  });
}
