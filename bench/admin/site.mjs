// Serves the admin that bench/admin.mjs measures: the places of examples/films, on the database at DATABASE.
import { App, generateSecretKey } from "demijohn";
import { admin, adminModels, modelAdmin } from "demijohn/admin";
import { Account, argon2Hasher, auth, authModels, createUser } from "demijohn/auth";
import { MemoryTransport, mail } from "demijohn/mail";
import { createTables, defineDatabases, Model } from "demijohn/orm";
import { security } from "demijohn/security";
import { sessions } from "demijohn/sessions";
import { Country, Place } from "../../examples/films/atlas/models.ts";

class User extends Model("people.User", () => User, {}, { mixins: [Account] }) {}

const { PORT, DATABASE, COUNTS, MAKE, KEEP_COUNTS = "10" } = process.env;
const logger = { debug() {}, info() {}, warn: console.warn, error: console.error };
const app = new App({ secretKey: generateSecretKey(), mode: "production", allowedHosts: ["127.0.0.1"], logger });
defineDatabases({ default: DATABASE });
app.use(security());
app.use(sessions({ secure: false }));
app.use(mail({ transport: new MemoryTransport(), from: "jars@example.org" }));
app.use(auth({ user: User, hashers: [argon2Hasher({ memory: 64 })] }));
const places = modelAdmin(Place, {
  listDisplay: ["name", "country", "kind", "population", "latitude", "longitude"],
  listFilter: ["country", "kind"],
  searchFields: ["name"],
  listPerPage: 50,
  keepCounts: Number(KEEP_COUNTS),
  showFacets: COUNTS === "yes" ? "always" : "never",
});
app.use(admin({ models: [places, modelAdmin(Country, { searchFields: ["name"] })] }), { prefix: "/admin" });
if (MAKE === "yes") {
  await createTables([...authModels(User), ...adminModels()]);
  await createUser(User, { email: "ada@example.org", password: "violet-harbour-93", isStaff: true, isSuperuser: true });
}
await app.run({ port: Number(PORT), host: "127.0.0.1" });
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send(user + system);
});
process.send("ready");
