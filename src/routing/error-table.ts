// Lists the routing room's error codes with when each is thrown and its cure.
import { defineErrorTable, type ErrorRow } from "#kernel";

export const routingErrors: Readonly<Record<string, ErrorRow>> = defineErrorTable({
  ROUTING_BAD_PATTERN: {
    when: "A route's pattern, host or subdomain is not well formed.",
    cure: "Start patterns with a slash and write parameters as <name>, <converter:name> or <converter(arguments):name>.",
  },
  ROUTING_DUPLICATE_PARAMETER: {
    when: "One route uses the same parameter name twice.",
    cure: "Give each parameter of the pattern, host and subdomain its own name.",
  },
  ROUTING_UNKNOWN_CONVERTER: {
    when: "A pattern names a converter that does not exist.",
    cure: "Use a built-in converter, or pass your own in the option `converters`.",
  },
  ROUTING_BAD_ARGUMENT: {
    when: "A converter in a pattern got an argument that it does not know or cannot use.",
    cure: "Write the arguments that the converter documents, such as <int(min=1, max=9):n>.",
  },
  ROUTING_BAD_CONVERTER: {
    when: "An own converter is not well formed, or its regular expression does not compile.",
    cure: "Give the converter a `regex` without anchors or capturing groups, a `parse` and a `format`.",
  },
  ROUTING_BAD_METHODS: {
    when: "A route's list of methods is empty, not a list, or not possible for a WebSocket.",
    cure: 'Write methods as an array such as ["GET", "POST"]; WebSocket routes take GET, HEAD and OPTIONS only.',
  },
  ROUTING_DUPLICATE_ROUTE: {
    when: "Two routes answer the same method at the same address, so that the second could never run.",
    cure: "Remove one of them, or give them different methods, hosts or patterns.",
  },
  ROUTING_BAD_ALIAS: {
    when: "A route is an alias, but no other route of its name could be the canonical one.",
    cure: "Register the canonical route under the same name and with the same parameters, without `alias`.",
  },
  ROUTING_BAD_REDIRECT: {
    when: "A route's `redirectTo` text names a parameter that the route does not have.",
    cure: "Use only the pattern's own parameters in `redirectTo`, or a function.",
  },
  ROUTING_BAD_PLACE: {
    when: "A route's host or subdomain contradicts the options of the route map.",
    cure: "Use either hosts or subdomains in one map, and do not switch off the one that routes use.",
  },
  ROUTING_UNKNOWN_NAME: {
    when: "A URL was asked for under a name that no route has.",
    cure: "Use the name of a route; `demijohn routes` lists them.",
  },
  ROUTING_MISSING_VALUE: {
    when: "A URL was asked for without a value for one of its parameters.",
    cure: "Pass a value for each parameter of the pattern.",
  },
  ROUTING_BAD_VALUE: {
    when: "A URL was asked for with a value that its parameter or the query cannot carry.",
    cure: "Pass a value that the parameter's converter accepts.",
  },
  ROUTING_OTHER_DEFAULT: {
    when: "A URL was asked for with a value that differs from the default of the only routes of that name.",
    cure: "Leave the value out, or add a route with the parameter in its pattern.",
  },
  ROUTING_BAD_METHOD: {
    when: "A URL was asked for with a method that no route of that name answers.",
    cure: "Leave the method out, or pass one that the route lists.",
  },
  ROUTING_NO_HOST: {
    when: "An absolute URL was asked for where the host is not known or not valid.",
    cure: "Pass `host`, or build the URL while a request is being answered.",
  },
});
