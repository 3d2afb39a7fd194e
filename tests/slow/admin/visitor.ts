// Sends requests as somebody, and keeps everything that was answered.
import assert from "node:assert/strict";
import type { App } from "demijohn";
import { TestClient } from "demijohn/testing";
import { readXlsx } from "../../../src/admin/data/exchange/xlsx-file.ts";
import { type Fields, fieldsOf } from "../../admin/form-fields.ts";
import { password } from "./vault.ts";

/** What was answered: its status, and all of its text. */
export interface Told {
  readonly path: string;
  readonly status: number;
  readonly location: string;
  readonly text: string;
}

/** Somebody who asks. */
export class Visitor {
  readonly #client: TestClient;
  told: Told[] = [];

  private constructor(app: App) {
    this.#client = new TestClient(app);
  }

  /** Somebody who is logged in, or with undefined somebody who is not. */
  static async of(app: App, name: string | undefined): Promise<Visitor> {
    const visitor = new Visitor(app);
    if (name === undefined) return visitor;
    const answer = await visitor.post("/accounts/login", { login: `${name}@example.org`, password });
    assert.equal(answer.status, 303);
    visitor.told = [];
    return visitor;
  }

  get(path: string): Promise<Told> {
    return this.#keep(path, this.#client.get(path));
  }

  post(path: string, form: Fields = {}): Promise<Told> {
    return this.#keep(path, this.#client.post(path, { form, headers: { "Sec-Fetch-Site": "same-origin" } }));
  }

  upload(path: string, name: string, content: string): Promise<Told> {
    const form = new FormData();
    form.set("file", new File([content], name));
    return this.#keep(
      path,
      this.#client.post(path, { body: form as never, headers: { "Sec-Fetch-Site": "same-origin" } }),
    );
  }

  /** What the form of a page would send, with some values in the place of its own. */
  async form(path: string, forged: Fields): Promise<Fields> {
    const { status, text } = await this.get(path);
    return { ...(status === 200 && text.includes("data-edit") ? fieldsOf(text) : {}), ...forged };
  }

  async #keep(path: string, asked: ReturnType<TestClient["get"]>): Promise<Told> {
    const answer = await asked;
    const isSheet = answer.headers.get("content-type")?.includes("spreadsheet") === true;
    const body = isSheet ? await sheetText(await answer.bytes()) : await answer.text();
    const headers = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
    const told = {
      path,
      status: answer.status,
      location: answer.headers.get("location") ?? "",
      text: `${headers}\n\n${body}`,
    };
    this.told.push(told);
    return told;
  }
}

async function sheetText(bytes: Uint8Array): Promise<string> {
  return JSON.stringify(await readXlsx(bytes, { rows: 1000, unpacked: 10_000_000 }));
}
