// Defines what a storage of files can do, and what can be put into one.

/** What a file is made of. */
export type FileContent = string | Uint8Array | Blob | AsyncIterable<Uint8Array>;

/** How a file is saved. */
export interface SaveFileOptions {
  /** The most characters that the name may have; 100 by default. */
  readonly maxLength?: number | undefined;
}

/** What a storage knows of a file. */
export interface FileStat {
  /** In bytes. */
  readonly size: number;
  readonly modifiedAt: Date;
}

/**
 * Keeps files under names such as `photos/cat.png`.
 *
 * Names are relative, with `/` between folders. A file is never written over: `save` takes another name where the
 * wanted one is taken.
 */
export interface Storage {
  /**
   * Keeps a file, and returns the name that it has got.
   *
   * @throws StorageError `STORAGE_BAD_NAME`.
   */
  save(name: string, content: FileContent, options?: SaveFileOptions): Promise<string>;
  /**
   * Reads a file whole.
   *
   * @throws StorageError `STORAGE_NO_FILE`.
   */
  read(name: string): Promise<Uint8Array>;
  /**
   * Reads a file in pieces.
   *
   * @throws StorageError `STORAGE_NO_FILE`.
   */
  open(name: string): AsyncIterable<Uint8Array>;
  /** Removes a file; one that is not there is no fault. */
  delete(name: string): Promise<void>;
  exists(name: string): Promise<boolean>;
  /**
   * What is known of a file.
   *
   * @throws StorageError `STORAGE_NO_FILE`.
   */
  stat(name: string): Promise<FileStat>;
  /** The names of the files and folders in a folder; the empty name is the root. */
  list(folder: string): Promise<{ readonly files: readonly string[]; readonly folders: readonly string[] }>;
  /**
   * The address under which browsers find a file.
   *
   * @throws StorageError `STORAGE_NO_URL`.
   */
  url(name: string): string;
}
