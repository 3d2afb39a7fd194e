// The app room's door: apps, blueprints, and everything a handler is written with.

export { type FindsMany, type FindsOne, getOr404, listOr404 } from "./answer/get-or-404.ts";
export { reply } from "./answer/reply.ts";
export { App, type LifeHook } from "./app.ts";
export { currentRequest, findCurrentRequest } from "./current-request.ts";
export type { AppOptions, DebugRoom, StaticRoom, UpperRooms } from "./declare/app-options.ts";
export type { Battery, UseOptions } from "./declare/battery.ts";
export { Blueprint, type BlueprintOptions } from "./declare/blueprint.ts";
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
} from "./declare/handler.ts";
export type { ContextProcessor, RouteOptions, SocketOptions } from "./declare/route-scope.ts";
export { createLogger, type Logger, type LogLevel } from "./logger.ts";
export type { FormValue, RequestOptions } from "./memory-source.ts";
export type { PlacedBlueprint, Plan, RouteTarget } from "./plan.ts";
export type { UrlForOptions } from "./url-for.ts";
