// Keeps which model is the program's user model. There is one in a process.

import { SetupError } from "#kernel";
import { Model, type ModelStatic } from "#orm";
import { findMeta } from "#orm/internals";
import { Account, type AccountInstance, type AccountModel } from "./account.ts";

/** A model with the mixin `Account` or `DjangoAccount`. */
export interface UserModel {
  readonly modelName: string;
  readonly prototype: Pick<
    Account,
    "isAuthenticated" | "email" | "password" | "isActive" | "isStaff" | "isSuperuser" | "setPassword" | "hasPermission"
  >;
}

let bound: AccountModel | undefined;

/** The program's user model. It is the one that was bound, or a plain one called `auth.User`. */
export function userClass(): AccountModel {
  bound ??= makePlainUser();
  return bound;
}

/**
 * Makes a model the program's user model; tokens, sessions and passkeys belong to its instances.
 *
 * @throws SetupError `AUTH_TWO_USER_MODELS` where another one is in use, `AUTH_NOT_A_USER_MODEL`.
 */
export function bindUserModel(model: UserModel): void {
  const fields = findMeta(model)?.definitions;
  if (fields === undefined || !["email", "password", "isActive", "groups"].every((name) => name in fields))
    throw new SetupError("AUTH_NOT_A_USER_MODEL", `${nameOf(model)} has not the fields of a user.`, {
      cure: 'Give the model the mixin: Model("people.User", () => User, {}, { mixins: [Account] }).',
    });
  if (bound !== undefined && bound !== (model as unknown))
    throw new SetupError(
      "AUTH_TWO_USER_MODELS",
      `${model.modelName} cannot be the user model beside ${bound.modelName}.`,
      {
        facts: ["A program has one user model, which sessions and tokens point at."],
        cure: "Give every auth({ user: … }) the same model, before anything else asks for users.",
      },
    );
  bound = model as unknown as AccountModel;
}

function nameOf(model: unknown): string {
  return typeof model === "function" && model.name !== "" ? model.name : "The user model";
}

type PlainUserBase = ModelStatic<() => AccountModel, "auth.User", {}, {}, Account>;

function makePlainUser(): AccountModel {
  const Base = Model(
    "auth.User",
    userClass,
    {},
    { mixins: [Account], naturalKey: ["email"] },
  ) as unknown as PlainUserBase;
  return class User extends (Base as unknown as new () => AccountInstance) {} as unknown as AccountModel;
}
