// States what a schema makes of a body, and how its issues are told.
import assert from "node:assert/strict";
import { test } from "node:test";
import { InvalidBody, type SchemaResult, type StandardSchema, validateBody } from "demijohn/http";

function schema<Output>(
  validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>,
): StandardSchema<Output> {
  return { "~standard": { version: 1, vendor: "test", validate } };
}

test("the schema's output is the value", async () => {
  assert.equal(
    validateBody(
      schema((value) => ({ value: Number(value) })),
      "7",
    ),
    7,
  );
  assert.equal(
    await validateBody(
      schema(async (value) => ({ value: Number(value) })),
      "7",
    ),
    7,
  );
});

test("issues are a 422 that names each path", async () => {
  const issues = [{ message: "is short", path: ["user", { key: "name" }, 0] }, { message: "is bad" }];
  const check = (error: InvalidBody): boolean => {
    assert.ok(error instanceof InvalidBody);
    assert.equal(error.status, 422);
    assert.equal(error.message, "HTTP_INVALID_BODY: user.name.0: is short; is bad");
    assert.deepEqual(error.issues, [
      { path: "user.name.0", message: "is short" },
      { path: "", message: "is bad" },
    ]);
    return true;
  };
  assert.throws(
    () =>
      validateBody(
        schema(() => ({ issues })),
        1,
      ),
    check,
  );
  await assert.rejects(
    async () =>
      validateBody(
        schema(async () => ({ issues })),
        1,
      ),
    check,
  );
});
