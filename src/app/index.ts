// The app room's door: apps, blueprints, and everything a handler is written with.
export { App, type LifeHook } from "./app.ts";
export type { AppOptions, DebugRoom, StaticRoom, UpperRooms } from "./app-options.ts";
export type { Battery, UseOptions } from "./battery.ts";
export { Blueprint, type BlueprintOptions } from "./blueprint.ts";
export { currentRequest, findCurrentRequest } from "./current-request.ts";
export type {
  AfterHook,
  BeforeHook,
  ErrorClass,
  ErrorHandler,
  Handler,
  Middleware,
  Next,
  Reply,
  Socket,
  SocketHandler,
  TeardownHook,
  UrlDefaultsHook,
  UrlValuesHook,
} from "./handler.ts";
export { createLogger, type Logger, type LogLevel } from "./logger.ts";
export type { FormValue, RequestOptions } from "./memory-source.ts";
export type { PlacedBlueprint, Plan, RouteTarget } from "./plan.ts";
export { reply } from "./reply.ts";
export type { ContextProcessor, RouteOptions, SocketOptions } from "./route-scope.ts";
export type { UrlForOptions } from "./url-for.ts";
