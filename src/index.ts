// The package's door: what a five-line app needs; it opens the upper rooms when something asks for them.
import { type AppOptions, App as CoreApp } from "#app";
import type { Converters } from "#routing";

export type {
  AfterHook,
  AppOptions,
  Battery,
  BeforeHook,
  BlueprintOptions,
  ContextProcessor,
  ErrorClass,
  ErrorHandler,
  FormValue,
  Handler,
  LifeHook,
  Logger,
  LogLevel,
  Middleware,
  Next,
  Plan,
  Reply,
  RequestOptions,
  RouteOptions,
  RouteTarget,
  Socket,
  SocketHandler,
  SocketOptions,
  TeardownHook,
  UrlDefaultsHook,
  UrlForOptions,
  UrlValuesHook,
  UseOptions,
} from "#app";
export { Blueprint, createLogger, currentRequest, findCurrentRequest, getOr404, listOr404, reply } from "#app";
export type { FileOptions, JsonOptions, RequestLimits, ResponseBody, ResponseOptions, StandardSchema } from "#http";
export {
  abort,
  badRequest,
  file,
  forbidden,
  HttpError,
  httpError,
  InvalidBody,
  json,
  MissingKey,
  NotFound,
  notFound,
  Request,
  Response,
  redirect,
  secureFileName,
  text,
  unauthorized,
} from "#http";
export type { Check, CheckMessage, Command, CommandCall, ErrorDetails, Mode, ParameterSpec, Settings } from "#kernel";
export {
  BadSignature,
  DemijohnError,
  defineCommand,
  defineSettings,
  Encryptor,
  escapeHtml,
  flaskSessionScheme,
  generateSecretKey,
  type HtmlSource,
  html,
  loadSettings,
  resolveMode,
  Safe,
  Secret,
  Serializer,
  SettingsError,
  SetupError,
  SignatureExpired,
  Signer,
  safe,
  secretKeys,
  setting,
  TimedSerializer,
  TimestampSigner,
} from "#kernel";
export { defineConverter, UrlBuildError } from "#routing";
export type { RunningServer, ServeOptions } from "#server";

/**
 * A web app: declares routes, middleware and batteries, then serves them.
 *
 * @example
 * ```ts
 * import { App } from "demijohn";
 * const app = new App();
 * app.get("/", () => "Hello, World!");
 * app.get("/hello/<name>", ({ params }) => `Hello, ${params.name}!`);
 * console.log(await (await app.request("/hello/Ada")).text()); // Hello, Ada!
 * ```
 */
export class App<const C extends Converters = {}> extends CoreApp<C> {
  constructor(options: AppOptions<C> = {}) {
    super(options, { openStatic: () => import("#static"), openDebug: () => import("#debug") });
  }
}
