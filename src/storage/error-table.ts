// Lists the error codes of storage: when each is thrown and what to do about it.
import { defineErrorTable, type ErrorRow } from "#kernel";

type StorageCode = "STORAGE_BAD_NAME" | "STORAGE_NO_FILE" | "STORAGE_NO_URL" | "STORAGE_NOT_SAVED";

export const storageErrors: Readonly<Record<StorageCode, ErrorRow>> = defineErrorTable({
  STORAGE_BAD_NAME: {
    when: "A file's name leads out of the storage, is absolute, is empty, or holds a control character.",
    cure: "Use a relative name such as photos/cat.png.",
  },
  STORAGE_NO_FILE: {
    when: "A file that is read, or whose size is asked for, is not in the storage.",
    cure: "Ask exists() first, or catch the StorageError.",
  },
  STORAGE_NO_URL: {
    when: "The address of a file is asked for in a storage that has none.",
    cure: "Give the storage a baseUrl.",
  },
  STORAGE_NOT_SAVED: {
    when: "A file that is not in its storage yet is read through its field.",
    cure: "Save the instance first.",
  },
});
