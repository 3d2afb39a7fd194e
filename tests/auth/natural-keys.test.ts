// Tests that fixtures can name users, groups and permissions by what people call them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { authModels, createUser, Group, Permission, userClass } from "demijohn/auth";
import { createTables, defineDatabases } from "demijohn/orm";

test("groups, permissions and users of the built-in model have natural keys", async () => {
  defineDatabases({ default: "sqlite::memory:" });
  await createTables(authModels());
  const User = userClass();
  const group = await Group.objects.create({ name: "Coopers" });
  const permission = await Permission.objects.create({ codename: "jars.open_jar" });
  const user = await createUser(User, { email: "Ada@Example.org", password: "three-jars-of-plums" });
  assert.deepEqual(await group.naturalKey(), ["Coopers"]);
  assert.deepEqual(await permission.naturalKey(), ["jars.open_jar"]);
  assert.equal((await Group.objects.getByNaturalKey("Coopers")).pk, group.pk);
  assert.equal((await Permission.objects.getByNaturalKey("jars.open_jar")).pk, permission.pk);
  assert.equal((await User.objects.getByNaturalKey("ada@example.org")).pk, user.pk);
});
