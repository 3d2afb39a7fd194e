// Tests that the users of a Django site log in with their old passwords, from the table that Django made.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { App } from "demijohn";
import {
  argon2Hasher,
  auth,
  authModels,
  bcryptHasher,
  DjangoAccount,
  md5Hasher,
  pbkdf2Hasher,
  scryptHasher,
} from "demijohn/auth";
import { connection, createTables, defineDatabases, Model } from "demijohn/orm";
import { TestClient } from "demijohn/testing";

class User extends Model("auth.User", () => User, {}, { table: "auth_user", mixins: [DjangoAccount] }) {}

// Rows as Django wrote them: the encodings are of the passwords "lètmein" and "secret".
const rows = [
  ["ann", "lètmein", "pbkdf2_sha256$1500000$seasalt$P4UiMPVduVWIL/oS1GzH+IofsccjJNM5hUTikBvi5to="],
  [
    "bob",
    "lètmein",
    "scrypt$16384$seasalt$8$5$ECMIUp+LMxMSK8xB/IVyba+KYGTI7FTnet025q/1f/vBAVnnP3hdYqJuRi+mJn6ji6ze3Fbb7JEFPKGpuEf5vw==",
  ],
  ["cat", "secret", "argon2$argon2i$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$YC9+jJCrQhs5R6db7LlN8Q"],
  ["dan", "lètmein", "bcrypt_sha256$$2b$06$..BCRYPT.."],
] as const;

before(async () => {
  defineDatabases({ default: "sqlite::memory:" });
  await connection().script(`CREATE TABLE "auth_user" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "password" varchar(128) NOT NULL, "last_login" datetime NULL,
    "is_superuser" bool NOT NULL, "username" varchar(150) NOT NULL UNIQUE, "last_name" varchar(150) NOT NULL,
    "email" varchar(254) NOT NULL, "is_staff" bool NOT NULL, "is_active" bool NOT NULL, "date_joined" datetime NOT NULL,
    "first_name" varchar(150) NOT NULL)`);
  const bcrypt = await bcryptHasher({ rounds: 6 }).hash("lètmein");
  for (const [username, , encoded] of rows)
    await connection().script(
      `INSERT INTO "auth_user" ("password", "is_superuser", "username", "last_name", "email", "is_staff", "is_active", "date_joined", "first_name")
       VALUES ('${encoded.includes("BCRYPT") ? bcrypt : encoded}', 0, '${username}', 'Lee', '${username}@example.org', 0, 1, '2020-01-02 03:04:05.678900', '${username}')`,
    );
  await createTables(authModels(User).filter((model) => model.modelName !== "auth.User") as never[]);
});

test("users of a Django table log in with their old passwords, which are hashed anew", async () => {
  const app = new App({ mode: "test", secretKey: "the key of the site that was Django's" });
  const hashers = [argon2Hasher({ memory: 64 }), pbkdf2Hasher(), scryptHasher(), bcryptHasher(), md5Hasher()];
  app.use(auth({ user: User, hashers }));
  app.get("/", async (request) => (await request.user).displayName);
  const wrong = await new TestClient(app).post("/accounts/login", { form: { login: "cat", password: "wrong" } });
  assert.equal(wrong.status, 422);
  for (const [username, password] of rows) {
    const client = new TestClient(app);
    const response = await client.post("/accounts/login", { form: { login: username, password } });
    assert.equal(response.status, 303, username);
    assert.equal(await (await client.get("/")).text(), `${username} Lee`);
    const user = await User.objects.filter({ username }).get();
    assert.ok(user.password.startsWith("argon2$argon2id$"), username);
    assert.equal(user.dateJoined.toISOString(), "2020-01-02T03:04:05.678Z");
    assert.equal(await user.checkPassword(password), true);
  }
});
