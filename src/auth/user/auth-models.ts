// Lists the tables of accounts, for tests, small programs and migrations.
import { ApiToken } from "../models/api-token.ts";
import { AuthEvent } from "../models/auth-event.ts";
import { Group } from "../models/group.ts";
import { LoginSession } from "../models/login-session.ts";
import { OneTimeToken } from "../models/one-time-token.ts";
import { OpenIdAccount } from "../models/open-id-account.ts";
import { Passkey } from "../models/passkey.ts";
import { Permission } from "../models/permission.ts";
import { RecoveryCode } from "../models/recovery-code.ts";
import { Throttle } from "../models/throttle.ts";
import { TotpDevice } from "../models/totp-device.ts";
import { bindUserModel, type UserModel, userClass } from "./user-class.ts";

/** A model, as `createTables` takes it. */
export interface TableModel {
  readonly name: string;
  readonly modelName: string;
}

/**
 * The models of accounts, the user model among them. Tables can be made in this order.
 *
 * @throws SetupError `AUTH_TWO_USER_MODELS`, `AUTH_NOT_A_USER_MODEL`
 */
export function authModels(user?: UserModel): TableModel[] {
  if (user !== undefined) bindUserModel(user);
  const others = [
    LoginSession,
    OneTimeToken,
    Throttle,
    TotpDevice,
    RecoveryCode,
    Passkey,
    OpenIdAccount,
    ApiToken,
    AuthEvent,
  ];
  return [Permission, Group, userClass() as unknown as TableModel, ...others];
}
