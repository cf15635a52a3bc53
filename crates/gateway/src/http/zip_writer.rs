//! A writer for zip archives of stored entries (APPNOTE.TXT 6.3.10). The local header of an entry has its length and CRC-32, so
//! that the archive can be read from a stream as well as through the central directory. Archives over 4 GB use Zip64 records.

use std::io::{self, Write};

/// Midnight of 1 January 1980, the earliest time that an archive can have. The real time of an entry is not disclosed.
const TIME_AND_DAY: [u16; 2] = [0, 0x21];
/// The version needed to extract: for stored entries, and for Zip64 records.
const VERSION: u16 = 10;
const VERSION_64: u16 = 45;
/// The host system Unix, and a regular file with the mode 0644.
const UNIX: u16 = 3 << 8;
const PERMISSIONS: u32 = 0o100_644 << 16;

/// Writes a zip archive.
pub struct ZipWriter<W> {
    out: W,
    /// The number of bytes written so far.
    offset: u64,
    /// The central directory of the entries so far.
    directory: Vec<u8>,
    entries: u64,
}

impl<W: Write> ZipWriter<W> {
    pub fn new(out: W) -> Self {
        Self { out, offset: 0, directory: Vec::new(), entries: 0 }
    }

    /// Starts an entry. The caller then writes its bytes, which must have this length and CRC-32. The name must be ASCII.
    pub fn begin(&mut self, name: &str, length: u32, crc32: u32) -> io::Result<()> {
        let name_length = u16::try_from(name.len()).map_err(io::Error::other)?;
        let is_far = self.offset >= u64::from(u32::MAX);
        let extra =
            if is_far { Record::default().shorts(&[1, 8]).long(self.offset) } else { Record::default() };
        let version = if is_far { VERSION_64 } else { VERSION };
        let facts = |record: Record, version, extra: u16| {
            let [time, day] = TIME_AND_DAY;
            record
                .shorts(&[version, 0, 0, time, day])
                .words(&[crc32, length, length])
                .shorts(&[name_length, extra])
        };
        let extra_length = u16::try_from(extra.0.len()).map_err(io::Error::other)?;
        let entry = facts(
            Record::default().words(&[0x0201_4b50]).shorts(&[UNIX | VERSION_64]),
            version,
            extra_length,
        )
        .shorts(&[0, 0, 0])
        .words(&[PERMISSIONS, short_of(self.offset)]);
        for bytes in [&entry.0, name.as_bytes(), &extra.0] {
            self.directory.extend_from_slice(bytes);
        }
        self.entries += 1;
        let header = facts(Record::default().words(&[0x0403_4b50]), VERSION, 0);
        self.write_all(&header.0)?;
        self.write_all(name.as_bytes())
    }

    /// Writes the central directory.
    pub fn finish(mut self) -> io::Result<W> {
        let directory = std::mem::take(&mut self.directory);
        let (start, length) = (self.offset, directory.len() as u64);
        self.write_all(&directory)?;
        let is_large = start.max(length) >= u64::from(u32::MAX) || self.entries >= u64::from(u16::MAX);
        if is_large {
            let record = Record::default()
                .words(&[0x0606_4b50])
                .long(44)
                .shorts(&[UNIX | VERSION_64, VERSION_64])
                .words(&[0, 0])
                .long(self.entries)
                .long(self.entries)
                .long(length)
                .long(start);
            let record_start = self.offset;
            let locator = Record::default().words(&[0x0706_4b50, 0]).long(record_start).words(&[1]);
            self.write_all(&record.0)?;
            self.write_all(&locator.0)?;
        }
        let entries = u16::try_from(self.entries).unwrap_or(u16::MAX);
        let end = Record::default()
            .words(&[0x0605_4b50])
            .shorts(&[0, 0, entries, entries])
            .words(&[short_of(length), short_of(start)])
            .shorts(&[0]);
        self.write_all(&end.0)?;
        Ok(self.out)
    }
}

impl<W: Write> Write for ZipWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.offset += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Returns a number as 32 bits. The largest value means that the Zip64 record has the number.
fn short_of(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Builds a record of little-endian numbers.
#[derive(Default)]
struct Record(Vec<u8>);

impl Record {
    fn shorts(mut self, numbers: &[u16]) -> Self {
        self.0.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
        self
    }

    fn words(mut self, numbers: &[u32]) -> Self {
        self.0.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
        self
    }

    fn long(mut self, number: u64) -> Self {
        self.0.extend(number.to_le_bytes());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Read, Seek, SeekFrom};
    use zip::ZipArchive;
    use zip::read::read_zipfile_from_stream;

    const ENTRIES: [(&str, &[u8]); 3] =
        [("application.json", b"{}"), ("files/empty.jpg", b""), ("manifest.json", b"[1, 2, 3]")];

    fn written(mut archive: ZipWriter<Vec<u8>>) -> Vec<u8> {
        for (name, content) in ENTRIES {
            archive.begin(name, u32::try_from(content.len()).unwrap(), crc32fast::hash(content)).unwrap();
            archive.write_all(content).unwrap();
        }
        archive.finish().unwrap()
    }

    fn assert_entries<R: Read + Seek>(reader: R) {
        let mut archive = ZipArchive::new(reader).unwrap();
        assert_eq!(archive.len(), ENTRIES.len());
        for (name, content) in ENTRIES {
            let mut read = Vec::new();
            archive.by_name(name).unwrap().read_to_end(&mut read).unwrap();
            assert_eq!(read, content, "{name}");
        }
    }

    #[test]
    fn an_archive_can_be_read_through_its_directory_and_from_a_stream() {
        let bytes = written(ZipWriter::new(Vec::new()));
        assert_entries(Cursor::new(&bytes));
        let mut stream = bytes.as_slice();
        for (name, content) in ENTRIES {
            let mut entry = read_zipfile_from_stream(&mut stream).unwrap().unwrap();
            assert_eq!((entry.name().unwrap().as_ref(), entry.size()), (name, content.len() as u64));
            let mut read = Vec::new();
            entry.read_to_end(&mut read).unwrap();
            assert_eq!(read, content, "{name}");
        }
        assert!(read_zipfile_from_stream(&mut stream).unwrap().is_none());
    }

    #[test]
    fn a_local_header_has_length_and_checksum_and_no_data_descriptor_follows() {
        let bytes = written(ZipWriter::new(Vec::new()));
        let (name, content) = ENTRIES[0];
        let length = u32::try_from(content.len()).unwrap().to_le_bytes();
        assert_eq!(&bytes[..4], b"PK\x03\x04");
        // The flags, among them the one for a data descriptor, and the compression method.
        assert_eq!(&bytes[6..10], [0; 4]);
        assert_eq!(&bytes[14..18], crc32fast::hash(content).to_le_bytes());
        assert_eq!((&bytes[18..22], &bytes[22..26]), (&length[..], &length[..]));
        assert_eq!(&bytes[30 + name.len()..][..content.len() + 4], [content, b"PK\x03\x04"].concat());
    }

    /// A file that starts with `before` zero bytes.
    struct PaddedFile<'a> {
        before: u64,
        bytes: &'a [u8],
        at: u64,
    }

    impl Read for PaddedFile<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let read = match self.at.checked_sub(self.before) {
                None => {
                    let gap = usize::try_from(self.before - self.at).unwrap_or(usize::MAX).min(buffer.len());
                    buffer[..gap].fill(0);
                    gap
                }
                Some(from) => {
                    let from = usize::try_from(from).unwrap().min(self.bytes.len());
                    (&self.bytes[from..]).read(buffer)?
                }
            };
            self.at += read as u64;
            Ok(read)
        }
    }

    impl Seek for PaddedFile<'_> {
        fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
            let end = self.before + self.bytes.len() as u64;
            let at = match to {
                SeekFrom::Start(at) => Some(at),
                SeekFrom::End(by) => end.checked_add_signed(by),
                SeekFrom::Current(by) => self.at.checked_add_signed(by),
            };
            self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
            Ok(self.at)
        }
    }

    #[test]
    fn entries_after_four_gigabytes_are_found() {
        let limit = u64::from(u32::MAX);
        // The first entry before the limit and the others after it, or all of them after it.
        for before in [limit - 1, limit, limit + 1, 3 * limit] {
            let bytes = written(ZipWriter { offset: before, ..ZipWriter::new(Vec::new()) });
            assert_entries(PaddedFile { before, bytes: &bytes, at: 0 });
        }
    }

    #[test]
    fn more_than_65_535_entries_are_found() {
        let mut archive = ZipWriter::new(Vec::new());
        let count = 70_000;
        for number in 0..count {
            archive.begin(&number.to_string(), 0, 0).unwrap();
        }
        let archive = ZipArchive::new(Cursor::new(archive.finish().unwrap())).unwrap();
        assert_eq!(archive.len(), count);
    }
}
