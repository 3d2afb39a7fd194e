// Runs the contract of session stores on the table of each database.
import { after, describe } from "node:test";
import { closeDatabases, createTables, defineDatabases } from "demijohn/orm";
import { DatabaseStore, sessionModels } from "demijohn/sessions";
import { databaseCases } from "../databases.ts";
import { testSessionStore } from "./session-store.ts";

for (const [i, { name, skip, open }] of databaseCases.entries())
  describe(name, { skip }, () => {
    let opened: Awaited<ReturnType<typeof open>> | undefined;
    const alias = `sessions${i}`;
    after(async () => {
      await closeDatabases();
      await opened?.remove();
    });
    testSessionStore(name, async (now) => {
      const [StoredSession] = await sessionModels();
      if (opened === undefined) {
        opened = await open();
        await opened.database.close();
        defineDatabases({ [alias]: opened.url });
        await createTables([StoredSession], { using: alias });
      }
      await StoredSession.objects.using(alias).all().delete();
      return new DatabaseStore({ now, using: alias });
    });
  });
