// Serves the sites that bench/auth.mjs compares: MODE=bare is a handler alone, MODE=full one that reads session and user.
import { App, generateSecretKey } from "demijohn";
import { Account, argon2Hasher, auth, authModels, createUser } from "demijohn/auth";
import { MemoryTransport, mail } from "demijohn/mail";
import { createTables, defineDatabases, Model } from "demijohn/orm";
import { security } from "demijohn/security";
import { DatabaseStore, sessionModels, sessions } from "demijohn/sessions";

class User extends Model("people.User", () => User, {}, { mixins: [Account] }) {}

const { MODE, PORT, DATABASE } = process.env;
const app = new App({
  secretKey: generateSecretKey(),
  mode: MODE === "bare" ? "test" : "production",
  allowedHosts: ["127.0.0.1"],
});
if (MODE === "bare") app.get("/", () => "Hello, Ada.");
else {
  defineDatabases({ default: `sqlite:${DATABASE}` });
  app.use(security());
  app.use(sessions({ secure: false, ...(MODE === "stored" ? { store: new DatabaseStore() } : {}) }));
  app.use(mail({ transport: new MemoryTransport(), from: "jars@example.org" }));
  app.use(auth({ user: User, hashers: [argon2Hasher({ memory: 64 })] }));
  app.get("/", async (request) => `Hello, ${(await request.user).displayName}.`);
  await createTables([...authModels(User), ...(await sessionModels())]);
  await createUser(User, { email: "ada@example.org", name: "Ada", password: "violet-harbour-93" });
}
await app.run({ port: Number(PORT), host: "127.0.0.1" });
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send(user + system);
});
process.send("ready");
