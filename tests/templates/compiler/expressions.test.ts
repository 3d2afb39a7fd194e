// Shows what expressions evaluate to, in all modes and in both spellings.
import test from "node:test";
import { assertRenders, type RenderCase } from "../all-modes.ts";

const plain = { autoescape: false };
const python = { autoescape: false, pythonSpelling: true };

class Film {
  title = "Alien";
  #year = 1979;
  get year() {
    return this.#year;
  }
}

const context = {
  a: 1,
  b: 2,
  s: "text",
  none_: null,
  list: [1, 2, 3],
  dict: { key: "v", items: 5, nested: { deep: [10, 20] } },
  map: new Map<unknown, unknown>([
    ["key", "m"],
    ["size", "own"],
    [1, "one"],
  ]),
  set: new Set([1]),
  film: new Film(),
  f: (x: unknown, options?: { k?: number }) => `f(${x}${options?.k ?? ""})`,
  obj: {
    method(this: { n: number }, x: number) {
      return this.n + x;
    },
    n: 10,
  },
  big: 10n,
  date: new Date(0),
};

const cases: readonly (readonly [source: string, result: string, options?: object])[] = [
  ["{{ 1 + 2 * 3 - 4 / 2 }}{{ 7 // 2 }}{{ -7 // 2 }}{{ -7 % 3 }}{{ 2 ** 3 }}", "53-428"],
  [
    "{{ 4 / 2 }}{{ 7 // 2 }}{{ 1.0 }}{{ 2 ** -1 }}{{ 0.5 + 0.5 }}{{ 2 * 1.5 }}{{ 2 - 1 }}{{ 1 + 1 }}",
    "2.031.00.51.03.012",
    python,
  ],
  ["{{ -a }}{{ +a }}{{ -1 }}{{ - -1 }}{{ +1 }}", "-11-111"],
  ["{{ s + '!' }}{{ [1] + [2] }}{{ 'ab' * 2 }}{{ 2 * 'ab' }}{{ [0] * 2 }}{{ 'a' + 1 }}", "text![1,2]abababab[0,0]a1"],
  [
    "{{ '%s-%05.1f' % ['x', 2] }}{{ '%(a)s' % {'a': 1} }}{{ '%s' % 3 }}{{ '%s' % [map] }}",
    'x-002.013{"1":"one","key":"m","size":"own"}',
  ],
  ["{{ a ~ b ~ 'c' ~ none_ ~ list }}", "12c[1,2,3]"],
  [
    "{{ a == 1 }}{{ a != 1 }}{{ a < b }}{{ a <= 1 }}{{ b > a }}{{ b >= 3 }}{{ 1 < 2 < 3 }}{{ 1 < 2 > 3 }}",
    "truefalsetruetruetruefalsetruefalse",
  ],
  [
    "{{ 'a' < 'b' }}{{ 'b' <= 'a' }}{{ [1, 2] > [1] }}{{ 'b' >= 'a' }}{{ [1] == [1] }}{{ s == 'text' }}",
    "truefalsetruetruetruetrue",
  ],
  [
    "{{ 1 in list }}{{ 9 not in list }}{{ 'ex' in s }}{{ 'key' in dict }}{{ 1 in map }}{{ 1 in set }}{{ 1 in missing }}{{ [1] in [[1]] }}",
    "truetruetruetruetruetruefalsetrue",
  ],
  [
    "{{ a and b }}{{ none_ or 'x' }}{{ missing or '' }}{{ a and none_ }}{{ (a == 1) and (b == 2) }}{{ (a == 2) or s }}",
    "2xtruetext",
  ],
  ["{{ dict.key and 'y' }}{{ f(1) or 2 }}{{ dict.x or dict.key or 3 }}", "yf(1)v"],
  ["{{ not a }}{{ not missing }}{{ not [] }}{{ not not a }}", "falsetruetruetrue"],
  [
    "{{ 'y' if a else 'n' }}{{ 'y' if missing else 'n' }}{{ 'y' if missing }}{{ 1 if a else 2 }}{{ 'a' if a if b else 'c' }}",
    "yn1a",
  ],
  ["{{ dict.key }}{{ dict['key'] }}{{ dict.nested.deep[1] }}{{ dict.nested['deep'][-1] }}{{ dict.x }}", "vv2020"],
  ["{{ map.key }}{{ map['key'] }}{{ map.size }}{{ map[1] }}{{ map[9] }}{{ set.size }}", "mmownone1"],
  ["{{ film.title }}{{ film.year }}{{ film['title'] }}{{ film.nothing }}", "Alien1979Alien"],
  [
    "{{ list[0] }}{{ list[-1] }}{{ list[9] }}{{ list.1 }}{{ s[0] }}{{ s[-1] }}{{ list.length }}{{ s.length }}",
    "132tt34",
  ],
  [
    "{{ list[1:] }}{{ list[:1] }}{{ list[::-1] }}{{ list[-2:] }}{{ s[1:3] }}{{ s[::2] }}{{ list[0:3:2] }}{{ list[:] }}",
    "[2,3][1][3,2,1][2,3]extx[1,3][1,2,3]",
  ],
  [
    "{{ missing?.x }}{{ dict?.key }}{{ none_?.x }}{{ missing?.['x'] }}{{ dict?.['key'] }}{{ none_?.[1] }}{{ missing?.f() }}{{ dict.no?.f(1) }}",
    "vv",
  ],
  ["{{ none_.x }}{{ none_[0] }}", ""],
  ["{{ f(1) }}{{ f(1, k=2) }}{{ f(*[3]) }}{{ f(4, **{'k': 5}) }}{{ f(x=1) }}", "f(1)f(12)f(3)f(45)f([object Object])"],
  [
    "{{ obj.method(5) }}{{ obj['n'] }}{{ dict.items() }}{{ dict.keys() }}{{ dict.values()|length }}{{ dict.get('zz', 3) }}",
    '1510[["key","v"],["items",5],["nested",{"deep":[10,20]}]]["key","items","nested"]33',
  ],
  [
    "{{ 'a-b'.split('-') }}{{ s.upper() }}{{ ' x '.strip() }}{{ 'x'.join(['a', 'b']) }}{{ '{}-{a}'.format(1, a=2) }}{{ s.startswith('te') }}",
    '["a","b"]TEXTxaxb1-2true',
  ],
  [
    "{{ {'a': 1, 'b': [2]} }}{{ {1: 2}[1] }}{{ {}|length }}{{ [] }}{{ () }}{{ (1,) }}{{ (1, 2) }}",
    '{"a":1,"b":[2]}20[][][1][1,2]',
  ],
  [
    "{{ {'a': True, 'b': None} }}{{ (1,) }}{{ [] }}{{ 'x' }}{{ ['x'] }}{{ dict.items()|first }}",
    "{'a': True, 'b': None}(1,)[]x['x']('key', 'v')",
    python,
  ],
  ["{{ 1_000 }}{{ 0x1f }}{{ 0o17 }}{{ 0b11 }}{{ 1e3 }}{{ 1.5e-1 }}{{ 1_0.5 }}", "10003115310000.1510.5"],
  ["{{ 'a' 'b' }}{{ \"q'\" }}{{ 'n\\n\\t\\\\\\'\\x41\\u0042\\U00000043\\101\\q' }}{{ '\\\n' }}", "abq'n\n\t\\'ABCA\\q"],
  [
    "{{ big + 1 }}{{ big * 2 }}{{ big - 3 }}{{ big // 3 }}{{ big % 3 }}{{ big ** 2 }}{{ -big }}{{ -big // 3 }}{{ -big % 3 }}",
    "11207311" + "00-10-42",
  ],
  ["{{ true + 1 }}{{ date - date }}{{ date.getTime() }}", "200"],
  ["{{ constructor }}{{ toString }}{{ __proto__ }}{{ hasOwnProperty }}", ""],
  ["{{ a is defined and b is defined }}{{ a|string is string }}{{ list|first is odd }}", "truetruetrue"],
  ["{{ range(3) }}{{ range(1, 4, 2)|list }}", "[0,1,2][1,3]"],
  ["{{ namespace(a=1).a }}{{ cycler('a', 'b').next() }}", "1a"],
  ["{{ a.toFixed(1) }}", "1.0"],
  ["{{ (a + b) * 2 }}{{ (list|length) + 1 }}{{ loop.index if loop is defined else '-' }}", "64-"],
];

test("expressions evaluate the same in all modes", async () => {
  for (const [source, result, options] of cases) {
    const item: RenderCase = { source, result, context, options: options ?? plain };
    await assertRenders(item);
  }
});
