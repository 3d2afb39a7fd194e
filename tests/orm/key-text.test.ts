// Asserts the texts of keys, and which texts are keys of a model.
import assert from "node:assert/strict";
import { test } from "node:test";
import { f, Model } from "#orm";
import { findMeta, keyFromText, keyText } from "#orm/internals";
import { temporal } from "../../src/orm/temporal.ts";

class Shelf extends Model("kt.Shelf", () => Shelf, { code: f.uuid({ primaryKey: true }) }) {}
class Box extends Model("kt.Box", () => Box, { name: f.char() }) {}
class Slot extends Model(
  "kt.Slot",
  () => Slot,
  { box: f.foreignKey(() => Box), name: f.char(), day: f.date(), size: f.bigInt() },
  { primaryKey: ["box", "name", "day", "size"] },
) {}
class Step extends Model(
  "kt.Step",
  () => Step,
  {
    level: f.smallInteger(),
    done: f.boolean(),
    at: f.dateTime(),
    price: f.decimal({ maxDigits: 5, decimalPlaces: 2 }),
  },
  { primaryKey: ["level", "done", "at", "price"] },
) {}
const [shelf, box, slot, step] = [Shelf, Box, Slot, Step].map((model) => findMeta(model)!) as [
  never,
  never,
  never,
  never,
];
const uuid = "0195a5d1-89ab-4cde-8f01-23456789abcd";

test("a key of one field is written as it is", () => {
  assert.equal(keyText(box, 7), "7");
  assert.equal(keyFromText(box, "7"), 7);
  assert.equal(keyText(shelf, uuid), uuid);
  assert.equal(keyFromText(shelf, uuid), uuid);
});

test("a key of several fields has commas between its values", () => {
  const day = temporal().PlainDate.from("2026-02-03");
  for (const name of ["plain", "a,b", "100%", "%2C", "é/ü?", ""]) {
    const key = [7, name, day, 9_007_199_254_740_993n];
    const text = keyText(slot, key);
    assert.equal(text.split(",").length, 4);
    assert.deepEqual(keyFromText(slot, text), key);
  }
  assert.equal(keyText(slot, [7, "a,b", day, 1n]), "7,a%2Cb,2026-02-03,1");
  const moment = new Date("2026-01-02T03:04:05.678Z");
  assert.equal(keyText(step, [3, true, moment, "1.50"]), "3,true,2026-01-02T03:04:05.678Z,1.50");
  assert.deepEqual(keyFromText(step, "3,true,2026-01-02T03:04:05.678Z,1.50"), [3, true, moment, "1.50"]);
});

test("other texts are no keys", () => {
  for (const text of ["", "x", "1.5", "99999999999999999999", "9223372036854775807", "1,2", "1\0"])
    assert.equal(keyFromText(box, text), undefined, text);
  for (const text of ["", "x", `${uuid}0`]) assert.equal(keyFromText(shelf, text), undefined, text);
  for (const text of ["1", "1,a,2026-02-03", "1,a,2026-02-30,1", "1,a,b,1", "1,a,2026-02-03,x", "1,a,2026-02-03,1,1"])
    assert.equal(keyFromText(slot, text), undefined, text);
  for (const text of ["40000,true,2026-01-02,1", "1,yes,2026-01-02,1", "1,true,soon,1", "1,true,2026-01-02,one"])
    assert.equal(keyFromText(step, text), undefined, text);
});
