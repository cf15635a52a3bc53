//! Zip archives of stored parts (APPNOTE.TXT 6.3.10). The length and CRC-32 of a part come in its local header, so that it can be read
//! from a stream as well as by the central directory. Archives over 4 GB have the records of Zip64.

use std::io::{self, Write};

/// The earliest day that an archive can name, 1 January 1980, and midnight: when a part was written is nobody's concern.
const TIME_AND_DAY: [u16; 2] = [0, 0x21];
/// Needed for stored parts, and for the records of Zip64.
const VERSION: u16 = 10;
const VERSION_64: u16 = 45;
/// A file of Unix that its owner may write and everybody may read.
const UNIX: u16 = 3 << 8;
const PERMISSIONS: u32 = 0o100_644 << 16;

pub struct Archive<W> {
    out: W,
    /// How many bytes came before.
    offset: u64,
    /// What the directory at the end says of the parts so far.
    directory: Vec<u8>,
    parts: u64,
}

impl<W: Write> Archive<W> {
    pub fn new(out: W) -> Self {
        Self { out, offset: 0, directory: Vec::new(), parts: 0 }
    }

    /// Begins a part, whose bytes are then written and must be those that are announced. The name is of ASCII.
    pub fn begin(&mut self, name: &str, length: u32, crc32: u32) -> io::Result<()> {
        let name_length = u16::try_from(name.len()).map_err(io::Error::other)?;
        let is_far = self.offset >= u64::from(u32::MAX);
        let extra =
            if is_far { Bytes::default().shorts(&[1, 8]).long(self.offset) } else { Bytes::default() };
        let version = if is_far { VERSION_64 } else { VERSION };
        let facts = |bytes: Bytes, version, extra: u16| {
            let [time, day] = TIME_AND_DAY;
            bytes
                .shorts(&[version, 0, 0, time, day])
                .words(&[crc32, length, length])
                .shorts(&[name_length, extra])
        };
        let extra_length = u16::try_from(extra.0.len()).map_err(io::Error::other)?;
        let entry =
            facts(Bytes::default().words(&[0x0201_4b50]).shorts(&[UNIX | VERSION_64]), version, extra_length)
                .shorts(&[0, 0, 0])
                .words(&[PERMISSIONS, short_of(self.offset)]);
        for piece in [&entry.0, name.as_bytes(), &extra.0] {
            self.directory.extend_from_slice(piece);
        }
        self.parts += 1;
        let header = facts(Bytes::default().words(&[0x0403_4b50]), VERSION, 0);
        self.write_all(&header.0)?;
        self.write_all(name.as_bytes())
    }

    /// Writes the directory.
    pub fn finish(mut self) -> io::Result<W> {
        let directory = std::mem::take(&mut self.directory);
        let (start, length) = (self.offset, directory.len() as u64);
        self.write_all(&directory)?;
        let is_large = start.max(length) >= u64::from(u32::MAX) || self.parts >= u64::from(u16::MAX);
        if is_large {
            let record = Bytes::default()
                .words(&[0x0606_4b50])
                .long(44)
                .shorts(&[UNIX | VERSION_64, VERSION_64])
                .words(&[0, 0])
                .long(self.parts)
                .long(self.parts)
                .long(length)
                .long(start);
            let place = self.offset;
            let locator = Bytes::default().words(&[0x0706_4b50, 0]).long(place).words(&[1]);
            self.write_all(&record.0)?;
            self.write_all(&locator.0)?;
        }
        let parts = u16::try_from(self.parts).unwrap_or(u16::MAX);
        let end = Bytes::default()
            .words(&[0x0605_4b50])
            .shorts(&[0, 0, parts, parts])
            .words(&[short_of(length), short_of(start)])
            .shorts(&[0]);
        self.write_all(&end.0)?;
        Ok(self.out)
    }
}

impl<W: Write> Write for Archive<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.offset += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A number where 32 bits are, whose largest says that the record of Zip64 has it.
fn short_of(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Numbers as archives have them, the lowest byte first.
#[derive(Default)]
struct Bytes(Vec<u8>);

impl Bytes {
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

    const PARTS: [(&str, &[u8]); 3] =
        [("application.json", b"{}"), ("files/empty.jpg", b""), ("manifest.json", b"[1, 2, 3]")];

    fn written(mut archive: Archive<Vec<u8>>) -> Vec<u8> {
        for (name, content) in PARTS {
            archive.begin(name, u32::try_from(content.len()).unwrap(), crc32fast::hash(content)).unwrap();
            archive.write_all(content).unwrap();
        }
        archive.finish().unwrap()
    }

    fn assert_parts<R: Read + Seek>(reader: R) {
        let mut archive = ZipArchive::new(reader).unwrap();
        assert_eq!(archive.len(), PARTS.len());
        for (name, content) in PARTS {
            let mut read = Vec::new();
            archive.by_name(name).unwrap().read_to_end(&mut read).unwrap();
            assert_eq!(read, content, "{name}");
        }
    }

    #[test]
    fn an_archive_is_read_by_its_directory_and_from_a_stream() {
        let bytes = written(Archive::new(Vec::new()));
        assert_parts(Cursor::new(&bytes));
        let mut stream = bytes.as_slice();
        for (name, content) in PARTS {
            let mut part = read_zipfile_from_stream(&mut stream).unwrap().unwrap();
            assert_eq!((part.name().unwrap().as_ref(), part.size()), (name, content.len() as u64));
            let mut read = Vec::new();
            part.read_to_end(&mut read).unwrap();
            assert_eq!(read, content, "{name}");
        }
        assert!(read_zipfile_from_stream(&mut stream).unwrap().is_none());
    }

    #[test]
    fn a_header_says_length_and_checksum_and_announces_nothing_after_the_part() {
        let bytes = written(Archive::new(Vec::new()));
        let (name, content) = PARTS[0];
        let length = u32::try_from(content.len()).unwrap().to_le_bytes();
        assert_eq!(&bytes[..4], b"PK\x03\x04");
        // Flags, among them the one for a data descriptor, and the method.
        assert_eq!(&bytes[6..10], [0; 4]);
        assert_eq!(&bytes[14..18], crc32fast::hash(content).to_le_bytes());
        assert_eq!((&bytes[18..22], &bytes[22..26]), (&length[..], &length[..]));
        assert_eq!(&bytes[30 + name.len()..][..content.len() + 4], [content, b"PK\x03\x04"].concat());
    }

    /// A file that begins with `before` bytes that nobody reads.
    struct Behind<'a> {
        before: u64,
        bytes: &'a [u8],
        at: u64,
    }

    impl Read for Behind<'_> {
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

    impl Seek for Behind<'_> {
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
    fn parts_behind_four_gigabytes_are_found() {
        let limit = u64::from(u32::MAX);
        // The first part before the limit and the others behind it, or all of them behind it.
        for before in [limit - 1, limit, limit + 1, 3 * limit] {
            let bytes = written(Archive { offset: before, ..Archive::new(Vec::new()) });
            assert_parts(Behind { before, bytes: &bytes, at: 0 });
        }
    }

    #[test]
    fn more_parts_than_sixteen_bits_count_are_found() {
        let mut archive = Archive::new(Vec::new());
        let count = 70_000;
        for number in 0..count {
            archive.begin(&number.to_string(), 0, 0).unwrap();
        }
        let archive = ZipArchive::new(Cursor::new(archive.finish().unwrap())).unwrap();
        assert_eq!(archive.len(), count);
    }
}
