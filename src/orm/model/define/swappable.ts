// Makes a place for a model that a project may fill with its own, for relations of packages that do not know it.
import { SetupError } from "#kernel";
import type { DeclaredFieldsOf } from "../../types/model-fields.ts";
import { findMeta } from "../model-meta.ts";

type InstanceOf<Cls> = Cls extends { readonly prototype: infer Instance } ? Instance : never;

/** A model with the fields of another one. */
export interface LikeModel<Cls> {
  readonly modelName: string;
  readonly prototype: Pick<InstanceOf<Cls>, keyof InstanceOf<Cls> & keyof DeclaredFieldsOf<InstanceOf<Cls>>>;
}

/** A place for a model: what relations lead to, and where a project puts its own. */
export interface Swappable<Cls> {
  /** The model in the place. From the first call on it stays. */
  (): Cls;
  /**
   * Puts a project's own model into the place; it has the fields of the one that is there otherwise, and may have more.
   *
   * @throws SetupError `ORM_NOT_A_MODEL`, or `ORM_SWAPPED_LATE` where another model was asked for already.
   */
  use(model: LikeModel<Cls>): void;
}

/**
 * Makes a place for a model that a project may fill with its own.
 *
 * Relations take it as they take a function that returns a class. Where nothing is put into it, `fallback` gives the
 * model; a class that it defines is then not defined otherwise, and has no table.
 *
 * @throws SetupError `ORM_NOT_A_MODEL` where `fallback` gives none.
 * @example
 * ```ts
 * import { f, Model, swappable } from "demijohn/orm";
 * class Customer extends Model("till.Customer", () => Customer, { name: f.char() }) {}
 * const customer = swappable("till.customer", () => Customer);
 * class Bill extends Model("till.Bill", () => Bill, { customer: f.foreignKey(customer) }) {}
 *
 * class Member extends Model("club.Member", () => Member, { name: f.char(), since: f.date({ null: true }) }) {}
 * customer.use(Member);
 * console.log(new Bill({ customer: new Member({ name: "Ann" }) as never }).customer instanceof Member); // => true
 * ```
 */
export function swappable<Cls extends object>(name: string, fallback: () => Cls): Swappable<Cls> {
  let model: Cls | undefined;
  const take = (cls: unknown): Cls => {
    if (findMeta(cls) !== undefined) return cls as Cls;
    throw new SetupError("ORM_NOT_A_MODEL", `What is to stand in the place "${name}" is not a model.`, {
      where: name,
      cure: "Give it a class that extends Model(…).",
    });
  };
  const place = (): Cls => (model ??= take(fallback()));
  return Object.assign(place, {
    use(own: LikeModel<Cls>): void {
      if (model !== undefined && model !== (own as unknown))
        throw new SetupError("ORM_SWAPPED_LATE", `The place "${name}" holds ${findMeta(model)!.name} already.`, {
          where: name,
          cure: "Put a model into it once, before anything asks for the models that lead there.",
        });
      model = take(own);
    },
  });
}
