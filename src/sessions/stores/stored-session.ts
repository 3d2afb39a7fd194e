// Models a session that is kept in the database.
import { f, Model, type ModelStatic, type ScalarField } from "#orm";
import { after, type Eventually, findOne } from "#orm/internals";

type Fields = {
  readonly key: ScalarField<string, "text", "key">;
  readonly text: ScalarField<string, "text", "required">;
  readonly endsAt: ScalarField<Date, "dateTime", "required">;
};

const fields: Fields = {
  key: f.char({ maxLength: 64, primaryKey: true }),
  text: f.text(),
  endsAt: f.dateTime({ index: true }),
};

type Base = ModelStatic<() => typeof StoredSession, "sessions.StoredSession", Fields, Fields, unknown>;

const StoredSessionModel: Base = Model("sessions.StoredSession", () => StoredSession, fields) as never;

/** A session in the database, under the digest of its id. */
export class StoredSession extends StoredSessionModel {}

/** The text under a key whose time, in milliseconds since 1970, has not passed; at once where the database answers so. */
export function findText(rows: typeof StoredSession.objects, key: string, now: number): Eventually<string | undefined> {
  return after(findOne(rows, { key }), (row) =>
    row !== undefined && row.endsAt.getTime() > now ? row.text : undefined,
  );
}
