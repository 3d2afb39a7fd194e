// The routing room's door: routes as data, the map that matches and builds, converters, and parameter types from patterns.
export type { Converter, ConverterFactory, Converters, ConverterValues } from "./converters/converter.ts";
export { defineConverter } from "./converters/converter.ts";
export type { ConverterArgument } from "./pattern/parse-arguments.ts";
export type { PatternParams, ValidPattern } from "./pattern/pattern-params.ts";
export type { RedirectOrigin } from "./redirect-location.ts";
export { redirectLocation } from "./redirect-location.ts";
export type { BuildOptions } from "./reverse/build-url.ts";
export { asciiHost } from "./reverse/host.ts";
export type { ParameterOrder } from "./reverse/write-query.ts";
export type {
  FoundMatch,
  MethodNotAllowedMatch,
  Place,
  RedirectMatch,
  RouteDefinition,
  RouteMatch,
} from "./route-definition.ts";
export { withHost, withNamePrefix, withPrefix, withSubdomain } from "./route-groups.ts";
export type { RouteMapOptions } from "./route-map.ts";
export { RouteMap } from "./route-map.ts";
export { UrlBuildError } from "./url-build-error.ts";
