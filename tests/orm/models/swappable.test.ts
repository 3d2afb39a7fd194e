// Tests that a project puts its own model where a package's relations lead.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createTables, defineDatabases, f, Model, swappable } from "#orm";

const customer = swappable("swap.customer", () => Customer);
class Customer extends Model("swap.Customer", () => Customer, { name: f.char({ maxLength: 20 }) }) {}
class Bill extends Model("swap.Bill", () => Bill, { customer: f.foreignKey(customer), sum: f.integer() }) {}
class Member extends Model("swapclub.Member", () => Member, {
  name: f.char({ maxLength: 20 }),
  level: f.integer({ default: 1 }),
}) {}
class Other extends Model("swapclub.Other", () => Other, { name: f.char({ maxLength: 20 }) }) {}
class Nameless extends Model("swapclub.Nameless", () => Nameless, { level: f.integer() }) {}

test("relations lead to what was put into the place", async () => {
  // @ts-expect-error the model has not the field that the package asks for
  const _wrong: Parameters<typeof customer.use>[0] = Nameless;
  customer.use(Member);
  defineDatabases({ default: "sqlite::memory:" });
  await createTables([Member, Bill]);
  const ann = await Member.objects.create({ name: "Ann", level: 3 });
  await Bill.objects.create({ customer: ann.pk, sum: 7 });
  const bill = await Bill.objects.filter({ customer__name: "Ann" }).get();
  const found = await bill.customer;
  assert.ok((found as unknown) instanceof Member);
  assert.equal(await Bill.objects.filter({ customer__level: 3 } as never).count(), 1);
  assert.equal((customer() as unknown) === Member, true);
});

test("a place that was asked for keeps its model", () => {
  const place = swappable("swap.late", () => Customer);
  assert.equal(place(), Customer);
  place.use(Customer);
  assert.throws(() => place.use(Other), {
    message: `ORM_SWAPPED_LATE: The place "swap.late" holds swap.Customer already.
  At swap.late
  Put a model into it once, before anything asks for the models that lead there.`,
  });
});

test("only a model stands in it", () => {
  assert.throws(() => swappable("swap.none", () => Object)(), {
    message: `ORM_NOT_A_MODEL: What is to stand in the place "swap.none" is not a model.
  At swap.none
  Give it a class that extends Model(…).`,
  });
});
