// Tests every way in which a route map cannot be set up, with the whole text of the error.
import assert from "node:assert/strict";
import { test } from "node:test";
import { SetupError } from "#kernel";
import { type Converter, type RouteDefinition, RouteMap, type RouteMapOptions } from "#routing";

interface Fault {
  readonly route?: Partial<RouteDefinition>;
  readonly options?: RouteMapOptions;
  readonly text: string;
}

/** Asserts the text of the error for one route named "x". */
function refuses(pattern: unknown, { route, options, text }: Fault): void {
  assert.throws(
    () => new RouteMap([{ pattern: pattern as string, name: "x", target: null, ...route }], options),
    (error: unknown) => {
      assert.ok(error instanceof SetupError);
      assert.equal(error.message, text);
      return true;
    },
  );
}

const form = "Write <name>, <converter:name> or <converter(arguments):name>.";

test("a pattern begins with a slash", () => {
  refuses("posts", {
    text: `ROUTING_BAD_PATTERN: The pattern "posts" does not begin with a slash.
  You wrote posts ("x")
  Write "/posts".`,
  });
  refuses(7, {
    text: `ROUTING_BAD_PATTERN: The pattern 7 does not begin with a slash.
  You wrote 7 ("x")
  Write "/7".`,
  });
});

test("a parameter is closed, named, and its parts are names", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["/a<b", 'the "<" is never closed.', 'Close it with ">", as in "<int:id>".'],
    ["/<a<b>", 'the "<" is never closed.', 'Close it with ">", as in "<int:id>".'],
    ["/<any('>", 'the "<" is never closed.', 'Close it with ">", as in "<int:id>".'],
    ["/<int:>", '"<int:>" has no parameter name.', form],
    ["/<>", '"<>" has no parameter name.', form],
    ["/<1a>", '"1a" is not a name: letters, digits and "_", not starting with a digit.', form],
    ["/<a-b:x>", '"a-b" is not the name of a converter.', form],
    ["/<a(b)c:x>", '"<a(b)c:x>" is not a parameter.', form],
    ["/<__proto__>", '"__proto__" is not allowed as a name.', "Choose another name."],
    [
      "/<int(min=1 max=2):x>",
      '"(min=1 max=2)" is not a list of arguments.',
      'Separate arguments with commas and quote texts, as in <any("a b", c):x> or <int(min=1):n>.',
    ],
  ];
  for (const [pattern, what, cure] of cases)
    refuses(pattern, {
      text: `ROUTING_BAD_PATTERN: In the pattern ${JSON.stringify(pattern)}, ${what}\n  At character ${pattern.indexOf("<") + 1}\n  ${cure}`,
    });
});

test("an unknown converter is reported with the nearest one", () => {
  refuses("/<itn:id>", {
    text: `ROUTING_UNKNOWN_CONVERTER: There is no converter "itn".
  You wrote <itn:id> in "/<itn:id>"
  Converters: any, default, float, int, path, slug, string, uuid. Did you mean "int"?
  Pass your own as new RouteMap(routes, { converters: { itn: defineConverter({ … }) } }).`,
  });
});

test("a parameter is used once in a route", () => {
  refuses("/<x>/<int:x>", {
    text: `ROUTING_DUPLICATE_PARAMETER: The parameter "x" is used twice in one route.
  You wrote /<x>/<int:x> ("x")
  Rename one of the two.`,
  });
  refuses("/<x>", {
    route: { host: "<x>.test" },
    text: `ROUTING_DUPLICATE_PARAMETER: The parameter "x" is used twice in one route.
  You wrote <x>.test/<x> ("x")
  Rename one of the two.`,
  });
});

test("arguments are those that the converter knows, of the right type, once, and not contradictory", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    [
      "<int(mni=1):x>",
      'The converter "int" does not take an argument "mni".',
      'It takes: fixed_digits, min, max, signed. Did you mean "min"?',
    ],
    ["<uuid(3):x>", 'The converter "uuid" does not take so many arguments.', "It takes: none."],
    ["<float(1,2,True,4):x>", 'The converter "float" does not take so many arguments.', "It takes: min, max, signed."],
    ["<int(min=a):x>", 'The argument "min" must be a number, not "a".', "Write min=3."],
    ["<int(signed=1):x>", 'The argument "signed" must be True or False, not 1.', "Write signed=True."],
    ["<string(length=0):x>", 'The argument "length" must be a whole number, not 0.', "Write length=3."],
    ["<string(maxlength=1.5):x>", 'The argument "maxlength" must be a whole number, not 1.5.', "Write maxlength=3."],
    ["<int(min=5, max=2):x>", "The least is more than the most, so that nothing could match.", "Swap the two."],
    ["<string(3, 2):x>", "The least is more than the most, so that nothing could match.", "Swap the two."],
    ["<int(min=1, min=2):x>", 'The argument "min" is given twice.', 'Write "min" once.'],
    ["<any:x>", 'The converter "any" takes the texts to choose from.', "Write <any(draft, published):x>."],
    [
      "<any(a=b):x>",
      'The converter "any" takes the texts to choose from, none of them empty or named.',
      "Write <any(draft, published):x>.",
    ],
  ];
  for (const [parameter, what, cure] of cases)
    refuses(`/${parameter}`, {
      text: `ROUTING_BAD_ARGUMENT: ${what}\n  You wrote ${parameter} in "/${parameter}"\n  ${cure}`,
    });
});

test("an own converter is whole, compiles, and takes the arguments it gets", () => {
  const cure = 'Write defineConverter({ regex: "[a-z]+", parse: (text) => text, format: (value) => value }).';
  const whole = { regex: "a", parse: (text: string) => text, format: () => "a" };
  const cases: readonly (readonly [unknown, string])[] = [
    [null, "it is null, not a record"],
    [{}, "it has no regex text"],
    [{ regex: "a" }, "it has no parse function"],
    [{ regex: "a", parse: whole.parse }, "it has no format function"],
    [
      { ...whole, regex: "(" },
      "its regex does not compile: Invalid regular expression: /^(?:()$/u: Unterminated group",
    ],
  ];
  for (const [converter, what] of cases)
    refuses("/<c:x>", {
      options: { converters: { c: converter as Converter } },
      text: `ROUTING_BAD_CONVERTER: The converter "c" cannot be used: ${what}.\n  You wrote <c:x> in "/<c:x>"\n  ${cure}`,
    });
  refuses("/<c(1):x>", {
    options: { converters: { c: whole } },
    text: `ROUTING_BAD_ARGUMENT: The converter "c" takes no arguments.
  You wrote <c(1):x> in "/<c(1):x>"
  Define it as a function to give it some: defineConverter((positional, named) => ({ … })).`,
  });
  const refusing = (): Converter => {
    throw new RangeError("only odd ones");
  };
  refuses("/<c(2):x>", {
    options: { converters: { c: refusing } },
    text: `ROUTING_BAD_CONVERTER: The converter "c" refused its arguments.
  You wrote <c(2):x> in "/<c(2):x>"
  RangeError: only odd ones
  Correct the arguments in the pattern, or the converter's function.`,
  });
});

test("a factory's own error of the framework is passed on", () => {
  const mine = new SetupError("MINE_BAD", "Mine.");
  const factory = (): Converter => {
    throw mine;
  };
  assert.throws(
    () => new RouteMap([{ pattern: "/<c:x>", name: "x", target: null }], { converters: { c: factory } }),
    (error) => error === mine,
  );
});

test("methods are a list of names, and those of a WebSocket are few", () => {
  const list = 'ROUTING_BAD_METHODS: The methods of "x" must be an array of names that is not empty.';
  const cure = 'Write methods: ["GET"], or leave methods out for any.';
  refuses("/", {
    route: { methods: "GET" as never },
    text: `${list}\n  You wrote methods: "GET" for "/"\n  ${cure}`,
  });
  refuses("/", { route: { methods: [] }, text: `${list}\n  You wrote methods: [] for "/"\n  ${cure}` });
  refuses("/", {
    route: { methods: [1] as never },
    text: `${list}\n  You wrote methods: [1] for "/"\n  ${cure}`,
  });
  refuses("/", {
    route: { methods: ["GET", "POST"], websocket: true },
    text: `ROUTING_BAD_METHODS: The methods of "x" can only be GET, HEAD and OPTIONS, as the route is a WebSocket's.
  You wrote methods: ["GET","POST"] for "/"
  ${cure}`,
  });
});

test("an alias has a route to lead to", () => {
  refuses("/old", {
    route: { alias: true },
    text: `ROUTING_BAD_ALIAS: The alias "/old" has no route to lead to.
  You wrote /old ("x")
  Add a route named "x" without alias.`,
  });
});

test("a redirect uses the parameters of its route", () => {
  refuses("/<a>", {
    route: { redirectTo: "b/<c>", defaults: { d: 1 } },
    text: `ROUTING_BAD_REDIRECT: The redirect of "x" needs a parameter "c".
  You wrote redirectTo: "b/<c>" for /<a> ("x")
  Parameters: a, d.
  Add the parameter to the pattern, or use a function.`,
  });
  refuses("/", {
    route: { redirectTo: "b/<c>" },
    text: `ROUTING_BAD_REDIRECT: The redirect of "x" needs a parameter "c".
  You wrote redirectTo: "b/<c>" for / ("x")
  Parameters: none.
  Add the parameter to the pattern, or use a function.`,
  });
});

test("a route's place fits the options of its map", () => {
  const cure =
    "Use hosts or subdomains, one of them, in all routes of a map, and leave hostMatching and subdomainMatching out or true.";
  const cases: readonly (readonly [Partial<RouteDefinition>, RouteMapOptions, string, string])[] = [
    [{ host: "a.test" }, { hostMatching: false }, "has a host, but the map matches no hosts", "a.test/"],
    [
      { host: "a.test" },
      { hostMatching: false, subdomainMatching: true },
      "has a host, but the map matches subdomains",
      "a.test/",
    ],
    [{ subdomain: "a" }, { subdomainMatching: false }, "has a subdomain, but the map matches no subdomains", "a.…/"],
    [
      { subdomain: "a" },
      { subdomainMatching: false, hostMatching: true },
      "has a subdomain, but the map matches whole hosts",
      "a.…/",
    ],
  ];
  for (const [route, options, what, where] of cases)
    refuses("/", {
      route,
      options,
      text: `ROUTING_BAD_PLACE: The route "x" ${what}.\n  You wrote ${where} ("x")\n  ${cure}`,
    });
  refuses("/", {
    route: { host: "a.test", subdomain: "b" },
    text: `ROUTING_BAD_PLACE: One map cannot match both whole hosts and subdomains.
  Write the subdomain routes with a host, such as host: "<name>.example.com".`,
  });
  refuses("/", {
    route: { host: "a.test/b" },
    text: `ROUTING_BAD_PATTERN: In "a.test/b", a slash is not part of a host.
  You wrote a.test/b/ ("x")
  Put the path into \`pattern\`.`,
  });
});

test("the text of a host could be one", () => {
  refuses("/", {
    route: { host: "bü cher.test" },
    text: `ROUTING_BAD_PATTERN: "bü cher.test" cannot be part of a host.
  You wrote bü cher.test/ ("x")
  Write a host such as "www.example.com" or "<tenant>.example.com".`,
  });
});

test("a default cannot change what an object is", () => {
  refuses("/", {
    route: { defaults: JSON.parse('{ "__proto__": 1 }') },
    text: `ROUTING_BAD_PATTERN: "__proto__" is not allowed as the name of a default.
  You wrote / ("x")
  Choose another name.`,
  });
});

function duplicates(first: Partial<RouteDefinition>, second: Partial<RouteDefinition>): string | undefined {
  const define = (name: string, more: Partial<RouteDefinition>): RouteDefinition => ({
    pattern: "/a/<int:b>",
    name,
    target: null,
    ...more,
  });
  try {
    new RouteMap([define("one", first), define("two", second)]);
    return undefined;
  } catch (error) {
    return (error as SetupError).message;
  }
}

test("two routes that answer the same requests are reported with both names", () => {
  assert.equal(
    duplicates({ methods: ["GET", "POST"] }, { methods: ["PUT", "POST"], pattern: "/a/<int:c>" }),
    `ROUTING_DUPLICATE_ROUTE: The routes "one" and "two" both answer POST at "/a/<int:c>".
  First:  GET, POST /a/<int:b> ("one")
  Second: PUT, POST /a/<int:c> ("two")
  Remove one, or give them different methods, hosts or patterns.`,
  );
  assert.equal(
    duplicates({ host: "<h>.test" }, { host: "<h>.test", methods: ["PUT"] }),
    `ROUTING_DUPLICATE_ROUTE: The routes "one" and "two" both answer the same methods at "/a/<int:b>".
  First:  <h>.test/a/<int:b> ("one")
  Second: PUT <h>.test/a/<int:b> ("two")
  Remove one, or give them different methods, hosts or patterns.`,
  );
  assert.match(duplicates({ methods: ["HEAD"] }, { methods: ["HEAD"] })!, /both answer HEAD at/);
  assert.match(duplicates({}, { pattern: "//a/<int:b>" })!, /both answer the same methods/);
  assert.match(duplicates({ websocket: true }, { websocket: true })!, /First: {2}WebSocket \/a\/<int:b> \("one"\)/);
});

test("routes that differ in what they answer are no duplicates", () => {
  assert.equal(duplicates({ methods: ["GET"] }, { methods: ["POST"] }), undefined);
  assert.equal(duplicates({ methods: ["GET"] }, { methods: ["HEAD"] }), undefined);
  assert.equal(duplicates({ methods: ["GET", "OPTIONS"] }, { methods: ["POST", "OPTIONS"] }), undefined);
  assert.equal(duplicates({}, { websocket: true }), undefined);
  assert.equal(duplicates({}, { buildOnly: true }), undefined);
  assert.equal(duplicates({}, { pattern: "/a/<b>" }), undefined);
  assert.equal(duplicates({}, { pattern: "/a/<int:b>/" }), undefined);
  assert.equal(duplicates({}, { pattern: "/a/<int(min=2):b>" }), undefined);
  assert.equal(duplicates({ mergeSlashes: false }, { pattern: "//a/<int:b>", mergeSlashes: false }), undefined);
});
