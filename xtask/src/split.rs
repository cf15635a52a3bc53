//! Cuts the compiled app at the functions of `src/chunks.rs`, so that a page loads only the code that it needs.
//!
//! The splitter gives one file for each chunk and one for each set of chunks that share code: dozens, most of them tiny. Here
//! they are merged until every page loads a few files only, at the least cost in bytes that a page does not need.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow};
use serde_json::json;
use wasm_encoder::{EntityType, ExportKind, ExportSection, ImportSection, Module};
use wasm_split_cli_support::Options;
use wasmparser::{Import, Parser, Payload, TypeRef};

use crate::files;

/// The module from which the chunks import what main shares with them.
pub const SHARED: &str = "__wasm_split";
/// The name by which a finished chunk imports it.
const MAIN: &str = "main";
/// The script that starts to load a chunk; the build replaces the splitter's own by one that uses src/platform/chunks.js.
pub const LOADERS: &str = "__wasm_split.js";
/// The weight of a byte that a chunk loads and does not need, and the number of files it may load, including main. What people
/// open first has few files and few bytes; the other chunks are loaded while a page is read.
const WEIGHTS: [(&str, u64); 6] =
    [("start", 32), ("family", 96), ("follow", 32), ("tasks", 32), ("begin", 16), (LATER, 1)];
/// The weight of the other chunks.
const OTHER_WEIGHT: u64 = 8;
const FEW_FILES: [&str; 4] = ["start", "family", "follow", "tasks"];
const MOST_FILES_OF_FIRST: usize = 4;
const MOST_FILES: usize = 8;
/// The chunk that comes only after another one, which has most of its files already: any number of files will do.
const LATER: &str = "extras";
/// Files with less code than this are merged into others: a request costs more than they do. Before optimisation.
const SMALLEST: u64 = 9_000;

/// The files of the split app.
pub struct Split {
    /// Main as the splitter left it: wasm-bindgen comes next.
    pub main: PathBuf,
    /// The files that are merged into main after wasm-bindgen.
    pub into_main: Vec<PathBuf>,
    pub chunks: Vec<ChunkFile>,
    /// The names of the chunks, also of those that need no file but main.
    pub names: BTreeSet<String>,
}

/// A file to be loaded in addition to main.
#[derive(Debug, PartialEq, Eq)]
pub struct ChunkFile {
    pub name: String,
    pub parts: Vec<PathBuf>,
    /// The chunks that need it.
    pub needed_by: BTreeSet<String>,
}

/// Splits `wasm` into files in `folder`.
pub fn split(wasm: &Path, folder: &Path) -> Result<Split> {
    let input = files::read(wasm)?;
    let main = folder.join("main.wasm");
    let mut options = Options::new(&input);
    options.output_dir = folder;
    options.main_out_path = &main;
    let made = wasm_split_cli_support::transform(options)
        .map_err(|error| anyhow!("the app cannot be split: {error:?}"))?;
    let mut needed_by: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (chunk, stems) in &made.prefetch_map {
        for stem in stems {
            needed_by.entry(stem).or_default().insert(chunk.clone());
        }
    }
    let chunks: BTreeSet<String> = made.prefetch_map.keys().cloned().collect();
    let mut parts = vec![WasmFile { files: Vec::new(), needed_by: chunks.clone(), bytes: code_size(&main)? }];
    for (stem, needed_by) in needed_by {
        let file = folder.join(format!("{stem}.wasm"));
        parts.push(WasmFile { bytes: code_size(&file)?, files: vec![file], needed_by });
    }
    let mut merged = merge(&parts, &chunks).into_iter();
    let into_main = merged.next().map(|main| main.files).unwrap_or_default();
    Ok(Split { main, into_main, chunks: named(merged.collect()), names: chunks })
}

impl Split {
    /// The end of wasm-bindgen's script: what main shares with the chunks, by the names that they import.
    pub fn shared(&self) -> Result<String> {
        let mut names = BTreeSet::new();
        for part in self.chunks.iter().flat_map(|chunk| &chunk.parts) {
            names.extend(imports(&files::read(part)?)?.iter().map(|import| import.name.to_owned()));
        }
        let shared: Vec<String> = names.iter().map(|name| format!("\"{name}\": wasm.{name}")).collect();
        // A declaration, which is there before the two scripts that import each other have run.
        Ok(format!("export function shared() {{ return {{ {} }}; }}\n", shared.join(", ")))
    }

    /// The script by which main loads its chunks: `glue` is the script of wasm-bindgen, `module` that of the loader.
    pub fn loaders(&self, glue: &str, module: &Path) -> String {
        let module = json!(module);
        let mut script =
            format!("import {{ shared }} from \"{glue}\";\nimport {{ loader }} from {module};\n");
        for chunk in &self.names {
            // Writing to a String cannot fail.
            let _ = writeln!(script, "export const __wasm_split_load_{chunk} = loader(\"{chunk}\", shared);");
        }
        script
    }
}

/// The imports of a chunk from main.
fn imports(wasm: &[u8]) -> Result<Vec<Import<'_>>> {
    let mut imports = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let Payload::ImportSection(section) = payload? else { continue };
        for import in section.into_imports() {
            imports.push(import?);
        }
    }
    imports.retain(|import| import.module == SHARED);
    Ok(imports)
}

/// Writes a module that imports what the parts of a chunk import from main, and exports it again. Merged with them, it leaves
/// them one memory and one table in common.
pub fn write_common_imports(parts: &[PathBuf], to: &Path) -> Result<()> {
    let (mut imported, mut exported) = (ImportSection::new(), ExportSection::new());
    let mut counts: BTreeMap<u8, u32> = BTreeMap::new();
    let mut names = BTreeSet::new();
    for part in parts {
        for import in imports(&files::read(part)?)? {
            if !names.insert(import.name.to_owned()) {
                continue;
            }
            let (entity, kind) = match import.ty {
                TypeRef::Memory(memory) => (EntityType::Memory(memory.into()), ExportKind::Memory),
                TypeRef::Table(table) => (EntityType::Table(table.try_into()?), ExportKind::Table),
                TypeRef::Global(global) => (EntityType::Global(global.try_into()?), ExportKind::Global),
                other => return Err(anyhow!("{} imports {other:?}", part.display())),
            };
            let index = counts.entry(kind as u8).or_default();
            exported.export(import.name, kind, *index);
            *index += 1;
            imported.import(MAIN, import.name, entity);
        }
    }
    let mut module = Module::new();
    module.section(&imported).section(&exported);
    files::write(to, module.finish())
}

/// The bytes of code and data.
fn code_size(file: &Path) -> Result<u64> {
    let wasm = files::read(file)?;
    let mut size = 0;
    for payload in Parser::new(0).parse_all(&wasm) {
        size += match payload.with_context(|| format!("{} is no wasm", file.display()))? {
            Payload::CodeSectionStart { range, .. } => range.end - range.start,
            Payload::DataSection(section) => section.range().end - section.range().start,
            _ => 0,
        };
    }
    Ok(size)
}

/// A file of the splitter, or several that are to become one.
#[derive(Clone, Debug, PartialEq, Eq)]
struct WasmFile {
    files: Vec<PathBuf>,
    needed_by: BTreeSet<String>,
    bytes: u64,
}

/// Merges parts until every chunk needs few enough of them and none but main is tiny. The first is main, and stays the first.
/// One step at a time does not lead to the best result, and a small change of the code can lead to a much worse one. So the steps
/// are taken with several weights of the first chunks, and the result with the fewest weighted bytes is used.
fn merge(parts: &[WasmFile], chunks: &BTreeSet<String>) -> Vec<WasmFile> {
    let factors = [1, 2, 4];
    let variants = (0..factors.len().pow(4)).map(|variant| {
        let mut weights: BTreeMap<&str, u64> = WEIGHTS.into_iter().collect();
        let mut rest = variant;
        for chunk in FEW_FILES {
            *weights.entry(chunk).or_insert(OTHER_WEIGHT) *= factors[rest % factors.len()];
            rest /= factors.len();
        }
        merge_with(parts.to_vec(), chunks, &weights)
    });
    let plain: BTreeMap<&str, u64> = WEIGHTS.into_iter().collect();
    // Of equally good ones the first, so that a build is reproducible.
    variants.min_by_key(|parts| loaded(parts, &plain)).unwrap_or_default()
}

/// Merges step by step; each step takes the pair that adds the fewest weighted bytes to what the chunks load in all.
fn merge_with(
    mut parts: Vec<WasmFile>,
    chunks: &BTreeSet<String>,
    weights: &BTreeMap<&str, u64>,
) -> Vec<WasmFile> {
    loop {
        let crowded: BTreeSet<&String> = chunks
            .iter()
            .filter(|chunk| {
                parts.iter().filter(|part| part.needed_by.contains(*chunk)).count() > most_files(chunk)
            })
            .collect();
        let helps = |a: &WasmFile, b: &WasmFile| {
            a.bytes.min(b.bytes) < SMALLEST
                || crowded.iter().any(|chunk| a.needed_by.contains(*chunk) && b.needed_by.contains(*chunk))
        };
        let pairs = (0..parts.len()).flat_map(|a| (a + 1..parts.len()).map(move |b| (a, b)));
        let best = pairs
            .filter(|(a, b)| helps(&parts[*a], &parts[*b]))
            .min_by_key(|(a, b)| (added(&parts[*a], &parts[*b], weights), *a, *b));
        let Some((a, b)) = best else { return parts };
        let merged = parts.remove(b);
        let into = &mut parts[a];
        into.files.extend(merged.files);
        into.needed_by.extend(merged.needed_by);
        into.bytes += merged.bytes;
    }
}

fn most_files(chunk: &str) -> usize {
    match chunk {
        LATER => usize::MAX,
        chunk if FEW_FILES.contains(&chunk) => MOST_FILES_OF_FIRST,
        _ => MOST_FILES,
    }
}

fn weight(chunk: &str, weights: &BTreeMap<&str, u64>) -> u64 {
    weights.get(chunk).copied().unwrap_or(OTHER_WEIGHT)
}

/// The weighted number of bytes that all chunks load.
fn loaded(parts: &[WasmFile], weights: &BTreeMap<&str, u64>) -> u64 {
    let of = |part: &WasmFile| part.needed_by.iter().map(|chunk| weight(chunk, weights)).sum::<u64>();
    parts.iter().map(|part| of(part) * part.bytes).sum()
}

/// The weighted number of additional bytes that the chunks load if two parts become one.
fn added(a: &WasmFile, b: &WasmFile, weights: &BTreeMap<&str, u64>) -> u64 {
    let only = |one: &WasmFile, other: &WasmFile| {
        one.needed_by.difference(&other.needed_by).map(|chunk| weight(chunk, weights)).sum::<u64>()
    };
    only(b, a) * a.bytes + only(a, b) * b.bytes
}

/// Gives each file a name: that of its chunk, or a number where several chunks need it.
fn named(parts: Vec<WasmFile>) -> Vec<ChunkFile> {
    let mut shared = 0;
    let mut name = |part: &WasmFile| {
        let others: Vec<&String> = part.needed_by.iter().filter(|chunk| *chunk != LATER).collect();
        match others[..] {
            [] => LATER.to_owned(),
            [chunk] => chunk.clone(),
            _ => {
                shared += 1;
                format!("shared-{shared}")
            }
        }
    };
    parts
        .into_iter()
        .map(|part| ChunkFile { name: name(&part), parts: part.files, needed_by: part.needed_by })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(names: &str) -> BTreeSet<String> {
        names.split(' ').map(str::to_owned).collect()
    }

    fn part(name: &str, needed_by: &str, bytes: u64) -> WasmFile {
        WasmFile { files: vec![name.into()], needed_by: set(needed_by), bytes }
    }

    /// Splits as the splitter does: one part for each set of chunks, of sizes that follow no pattern.
    fn parts(chunks: &[&str]) -> Vec<WasmFile> {
        let subsets = (1..1_u64 << chunks.len()).map(|bits| {
            let names: Vec<&str> = chunks
                .iter()
                .enumerate()
                .filter(|(at, _)| bits >> at & 1 == 1)
                .map(|(_, name)| *name)
                .collect();
            part(&bits.to_string(), &names.join(" "), 100 + bits * 7919 % 90_001)
        });
        let main = part("main", &chunks.join(" "), 200_000);
        std::iter::once(main).chain(subsets).collect()
    }

    #[test]
    fn every_chunk_loads_few_files_and_nothing_is_lost() {
        let chunks = ["a", "b", "c", "start", "family", "tasks"];
        let before = parts(&chunks);
        let after = merge(&before, &chunks.iter().map(|chunk| (*chunk).to_owned()).collect());
        for chunk in chunks {
            let needed = |parts: &[WasmFile]| -> BTreeSet<PathBuf> {
                let needed = parts.iter().filter(|part| part.needed_by.contains(chunk));
                needed.flat_map(|part| part.files.clone()).collect()
            };
            assert!(after.iter().filter(|part| part.needed_by.contains(chunk)).count() <= most_files(chunk));
            assert!(needed(&after).is_superset(&needed(&before)), "{chunk}");
        }
        assert!(after.iter().all(|part| part.bytes >= SMALLEST));
        assert_eq!(after[0].files[0], PathBuf::from("main"));
        let files = |parts: &[WasmFile]| parts.iter().map(|part| part.files.len()).sum::<usize>();
        assert_eq!(files(&after), files(&before));
    }

    #[test]
    fn the_cheapest_pair_is_merged() {
        let main = part("main", "a b", 100_000);
        let small = part("small", "a", 1000);
        let own = part("own", "a", 50_000);
        // Into a file of the same chunk it costs nothing.
        let merged = merge(&[main.clone(), small, own], &set("a b"));
        assert_eq!(merged.len(), 2);
        assert_eq!(merged[1].files, [PathBuf::from("small"), PathBuf::from("own")]);
        assert_eq!(merge(std::slice::from_ref(&main), &set("a b")), [main]);
    }

    #[test]
    fn a_file_of_one_chunk_has_its_name() {
        let files =
            named(vec![part("1", "begin", 1), part("2", "apply begin", 1), part("3", "apply tasks", 1)]);
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["begin", "shared-1", "shared-2"]);
        // The chunk that comes later does not count.
        let files =
            named(vec![part("1", "begin extras", 1), part("2", "extras", 1), part("3", "apply begin", 1)]);
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["begin", "extras", "shared-1"]);
    }
}
