// Names that the build gives to the scripts of this folder; for the type check only.

/** The addresses of the files of each chunk; esbuild replaces the name by this table. */
declare const CHUNKS: Record<string, string[]>;

/** The script that wasm-bindgen writes for the program that a script starts. */
declare module "glue" {
  /** Starts the program; resolves when its `main` has returned. */
  export default function init(program: {
    module_or_path: Promise<Response | WebAssembly.Module>;
  }): Promise<unknown>;
}
