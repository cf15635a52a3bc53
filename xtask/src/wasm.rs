//! From compiled programs to the small wasm files and scripts that are served: the app, split into main and chunks, and the
//! worker that prepares photographs.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use serde_json::json;

use crate::files;
use crate::setup::WASM_TARGET;
use crate::shrink::{self, ShortNames};
use crate::site::{ASSETS, CURE, Chunks, Minify, Names, Profile, SCRIPT_TARGET, Site};
use crate::split::{self, ChunkFile};

/// The features that Rust lets the compiler use, and that must be allowed here; no phone since 2022 lacks any.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// The name of wasm-bindgen's files, whichever program it binds: that of the app's package, as with Trunk.
const BOUND: &str = "qandas";
const GLUE: &str = "qandas.js";
const BOUND_WASM: &str = "qandas_bg.wasm";
/// Everything that is made on the way in the folder of the site.
pub const MADE: [&str; 4] = [GLUE, split::LOADERS, BOUND_WASM, "snippets"];

/// A program that wasm-bindgen has bound.
pub struct Bound {
    folder: PathBuf,
    /// The script that starts it, and the form in which browsers load that.
    source: &'static str,
    format: &'static str,
    /// The scripts that name what the wasm exports and imports.
    scripts: Vec<PathBuf>,
}

impl Bound {
    /// The app as one program.
    pub fn app(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            source: "src/platform/boot.js",
            format: "--format=esm",
            scripts: vec![folder.join(GLUE)],
        }
    }

    /// The app whose chunks are loaded by a script of their own.
    pub fn split_app(folder: &Path) -> Self {
        let app = Self::app(folder);
        Self { scripts: [app.scripts, vec![folder.join(split::LOADERS)]].concat(), ..app }
    }

    fn worker(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            source: "src/platform/worker.js",
            format: "--format=iife",
            scripts: vec![folder.join(GLUE)],
        }
    }

    pub fn wasm(&self) -> PathBuf {
        self.folder.join(BOUND_WASM)
    }
}

impl Site<'_> {
    /// Compiles the app for release, splits it and makes every file small. Keeps the chunks and gives the wasm of main.
    pub fn split_app(&self, app: &Bound, names: &mut Names) -> Result<(Vec<u8>, Chunks)> {
        self.project
            .cargo(["rustc", "--quiet", "--package", "qandas", "--bin", "qandas", "--features", "split"])
            .arguments(["--profile", "web", "--target", WASM_TARGET])
            // The splitter finds by the relocations which function needs which others.
            .arguments(["--", "-Clink-arg=--emit-relocs"])
            .run(CURE)?;
        let work = self.staging.join("split");
        let split = split::split(&self.compiled("web", "qandas"), &work)?;
        // The chunks need the table of functions, which wasm-bindgen would not keep.
        self.bind(&split.main, &app.folder, &["--keep-lld-exports"])?;
        self.write_loaders(app, &split)?;
        let main = work.join("linked.wasm");
        self.merge(&app.wasm(), &split.into_main, &main)?;
        let (wasm, small) = std::thread::scope(|scope| {
            let main = scope.spawn(|| self.shrink(app, &main));
            let small: Result<Vec<_>> =
                split.chunks.iter().map(|chunk| self.shrink_chunk(chunk, &work)).collect();
            (main.join().unwrap_or_else(|_| bail!("the thread that makes main small has stopped")), small)
        });
        let mut chunks = Chunks::new();
        for (chunk, small) in split.chunks.iter().zip(small?) {
            let name = format!("{}.wasm", chunk.name);
            self.keep(names, &name, &small)?;
            for needing in &chunk.needed_by {
                chunks.entry(needing.clone()).or_default().push(format!("{ASSETS}{}", names[&name]));
            }
        }
        files::remove(&work)?;
        Ok((wasm?, chunks))
    }

    /// The worker's wasm and the script that starts it.
    pub fn photo_worker(&self) -> Result<(Vec<u8>, Vec<u8>)> {
        let (profile, folder) = match self.profile {
            Profile::Debug => ("dev", "debug"),
            Profile::Release => ("web", "web"),
        };
        self.project
            .cargo(["build", "--quiet", "--package", "photo", "--bin", "photo-worker"])
            .arguments(["--profile", profile, "--target", WASM_TARGET])
            .run(CURE)?;
        let work = self.staging.join("worker");
        let worker = Bound::worker(&work);
        self.bind(&self.compiled(folder, "photo-worker"), &work, &[])?;
        let wasm = match self.profile {
            Profile::Debug => files::read(&worker.wasm())?,
            Profile::Release => self.shrink(&worker, &worker.wasm())?,
        };
        let script = self.bundle(&worker, &Chunks::new(), self.minify())?;
        files::remove(&work)?;
        Ok((wasm, script))
    }

    /// The script that starts a program, with the script of wasm-bindgen in it.
    pub fn bundle(&self, program: &Bound, chunks: &Chunks, minify: Minify) -> Result<Vec<u8>> {
        let glue = format!("--alias:glue={}", program.folder.join(GLUE).display());
        let chunks = format!("--define:CHUNKS={}", json!(chunks));
        // wasm-bindgen's script can find its wasm in its own folder, which old browsers cannot; here it always gets the address.
        let silent = "--log-override:empty-import-meta=silent";
        self.esbuild(program.source, &[program.format, SCRIPT_TARGET, &glue, &chunks, silent], minify)
    }

    fn compiled(&self, folder: &str, program: &str) -> PathBuf {
        self.project.target.join(WASM_TARGET).join(folder).join(format!("{program}.wasm"))
    }

    fn bind(&self, wasm: &Path, folder: &Path, flags: &[&str]) -> Result<()> {
        self.project
            .program("wasm-bindgen")
            .arguments(["--target", "web", "--no-typescript", "--out-name", BOUND])
            .arguments(flags)
            .arguments([Path::new("--out-dir"), folder, wasm])
            .run(CURE)
    }

    /// Writes the script by which main loads its chunks, in place of the splitter's own.
    fn write_loaders(&self, app: &Bound, split: &split::Split) -> Result<()> {
        let glue = app.folder.join(GLUE);
        let text = shrink::with_one_import(&files::read_text(&glue)?, split::LOADERS);
        files::write(&glue, text + &split.shared()?)?;
        let module = self.project.root.join("src/platform/chunks.js");
        files::write(&app.folder.join(split::LOADERS), split.loaders(&format!("./{GLUE}"), &module))
    }

    /// Links parts to a module that has what they import.
    fn merge(&self, into: &Path, parts: &[PathBuf], to: &Path) -> Result<()> {
        let parts = parts.iter().flat_map(|part| [part.as_os_str(), "part".as_ref()]);
        self.node("binaryen/bin/wasm-merge")
            .arguments([into.as_os_str(), split::SHARED.as_ref()])
            .arguments(parts)
            .arguments([Path::new("-o"), to])
            .arguments(FEATURES)
            .read(CURE)
            .map(drop)
    }

    /// The wasm without what its scripts do not call, and all with short names for what passes between them.
    pub fn shrink(&self, program: &Bound, wasm: &Path) -> Result<Vec<u8>> {
        let glue = program.folder.join(GLUE);
        // The script decides which exports are needed, and the wasm then which imports and under what names.
        files::write(&glue, shrink::without_side_effects(&files::read_text(&glue)?))?;
        let bundle = String::from_utf8(self.bundle(program, &Chunks::new(), Minify::No)?)?;
        let needed = program.folder.join("needed.wasm");
        self.drop_unused(wasm, &shrink::graph(&bundle), &needed)?;
        let small = program.folder.join("small.wasm");
        let printed = self.optimise(&needed, &small, &["--minify-imports-and-exports-and-modules"])?;
        let short = ShortNames::parse(&printed)?;
        for script in &program.scripts {
            files::write(script, short.apply(&files::read_text(script)?))?;
        }
        let wasm = files::read(&small)?;
        [needed, small].iter().try_for_each(|file| files::remove(file))?;
        Ok(wasm)
    }

    /// The parts of a chunk as one small file.
    fn shrink_chunk(&self, chunk: &ChunkFile, work: &Path) -> Result<Vec<u8>> {
        let [common, merged, needed, small] =
            ["common", "merged", "needed", "small"].map(|name| work.join(format!("{name}.wasm")));
        split::write_common_imports(&chunk.parts, &common)?;
        self.merge(&common, &chunk.parts, &merged)?;
        // Nothing calls a chunk by name: its functions have places in main's table.
        self.drop_unused(&merged, "[]", &needed)?;
        self.optimise(&needed, &small, &[])?;
        files::read(&small)
    }

    fn drop_unused(&self, wasm: &Path, graph: &str, to: &Path) -> Result<()> {
        let file = to.with_extension("json");
        files::write(&file, graph)?;
        self.node("binaryen/bin/wasm-metadce")
            .arguments([wasm, Path::new("--graph-file"), &file, Path::new("-o"), to])
            .arguments(FEATURES)
            .read(CURE)?;
        files::remove(&file)
    }

    fn optimise(&self, wasm: &Path, to: &Path, flags: &[&str]) -> Result<String> {
        self.node("binaryen/bin/wasm-opt")
            .arguments([wasm, Path::new("-o"), to])
            // Flat code, and the passes twice, find one per cent more.
            .arguments(["--flatten", "--rereloop", "-Oz", "-Oz", "--strip-debug", "--strip-producers", "--strip-target-features"])
            .arguments(flags)
            .arguments(FEATURES)
            .read("see whether a new Rust uses a WebAssembly feature that is not in the list of xtask/src/wasm.rs")
    }
}
