use super::*;
use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit};

const HEAD: Header = Header { iterations: ITERATIONS, salt: [7; 16], nonce_prefix: [1, 2, 3, 4, 5, 6, 7] };

fn cipher() -> Aes256Gcm {
    Aes256Gcm::new(&[42; 32].into())
}

/// Seals a file as the app does, with a given key instead of a derived one.
fn seal(parts: &[ContentPart]) -> Vec<u8> {
    seal_with(&cipher(), HEAD, parts)
}

fn seal_with(cipher: &Aes256Gcm, head: Header, parts: &[ContentPart]) -> Vec<u8> {
    let check = Payload { msg: &[], aad: &head.bound_by_check() };
    let check = cipher.encrypt(&head.nonce(Sealed::Check).into(), check).unwrap();
    let mut file = head.encode(&check.try_into().unwrap());
    let header = file.clone();
    let mut packer = Packer::default();
    let mut contents: Vec<Vec<u8>> = parts.iter().flat_map(|part| packer.put(part).unwrap()).collect();
    contents.push(packer.finish());
    let last = contents.len() - 1;
    for (place, content) in contents.iter().enumerate() {
        let sealed = Sealed::Frame { place: u32::try_from(place).unwrap(), is_last: place == last };
        let payload = Payload { msg: content, aad: &header };
        file.extend(cipher.encrypt(&head.nonce(sealed).into(), payload).unwrap());
    }
    file
}

fn open(file: &[u8]) -> Result<Vec<ContentPart>, PortableError> {
    open_with(&cipher(), file)
}

fn open_with(cipher: &Aes256Gcm, file: &[u8]) -> Result<Vec<ContentPart>, PortableError> {
    let (header, check) = Header::read(file)?;
    let payload = Payload { msg: &check, aad: &header.bound_by_check() };
    cipher.decrypt(&header.nonce(Sealed::Check).into(), payload).map_err(|_| PortableError::Damaged)?;
    let mut unpacker = Unpacker::default();
    let mut parts = Vec::new();
    for (sealed, range) in frames(file.len())? {
        let payload = Payload { msg: &file[range], aad: &file[..HEADER] };
        let content =
            cipher.decrypt(&header.nonce(sealed).into(), payload).map_err(|_| PortableError::Damaged)?;
        unpacker.add(&content);
        while let Some(part) = unpacker.next_part()? {
            parts.push(part);
        }
    }
    unpacker.finish()?;
    Ok(parts)
}

fn parts(page_bytes: usize) -> Vec<ContentPart> {
    let page = (0..251_u8).cycle().take(page_bytes).collect();
    vec![
        ContentPart::Draft("{\"made\":\"up\"}".into()),
        ContentPart::Tracked("{}".into()),
        ContentPart::Page(PageId(0xfeed), page),
        ContentPart::Page(PageId(2), Vec::new()),
        ContentPart::End,
    ]
}

#[test]
fn parts_of_any_length_round_trip() {
    // The parts around the page take 60 bytes: the content ends before, at and after the end of a frame.
    for page in [0, 1, FRAME_CONTENT - 61, FRAME_CONTENT - 60, FRAME_CONTENT - 59, 3 * FRAME_CONTENT + 5] {
        let parts = parts(page);
        assert_eq!(open(&seal(&parts)), Ok(parts), "{page}");
    }
}

#[test]
fn a_flipped_bit_in_any_byte_is_found() {
    let file = seal(&parts(300));
    for place in 0..file.len() {
        let mut damaged = file.clone();
        damaged[place] ^= 0x10;
        let expected = match place {
            0..8 => PortableError::NotOurs,
            8 => PortableError::Newer(0x1001),
            9 => PortableError::Newer(0x11),
            _ => PortableError::Damaged,
        };
        assert_eq!(open(&damaged), Err(expected), "byte {place}");
    }
}

#[test]
fn a_file_truncated_anywhere_is_rejected() {
    let file = seal(&parts(2 * FRAME_CONTENT));
    let frame = FRAME_CONTENT + TAG;
    for length in [0, 7] {
        assert_eq!(open(&file[..length]), Err(PortableError::NotOurs), "{length}");
    }
    for length in [8, 9, 30, HEADER - 1, HEADER, HEADER + TAG - 1, HEADER + frame + 1] {
        assert_eq!(open(&file[..length]), Err(PortableError::Truncated), "{length}");
    }
    // If the cut is inside a frame or at its end, only the cipher can detect it.
    for length in [HEADER + TAG, HEADER + frame, HEADER + 2 * frame, file.len() - 1] {
        assert_eq!(open(&file[..length]), Err(PortableError::Damaged), "{length}");
    }
}

#[test]
fn frames_cannot_be_reordered_and_nothing_can_be_added() {
    let file = seal(&parts(2 * FRAME_CONTENT));
    let frame = FRAME_CONTENT + TAG;
    let (first, second) = (HEADER..HEADER + frame, HEADER + frame..HEADER + 2 * frame);
    let swapped = [&file[..HEADER], &file[second.clone()], &file[first], &file[second.end..]].concat();
    assert_eq!(swapped.len(), file.len());
    assert_eq!(open(&swapped), Err(PortableError::Damaged));
    assert_eq!(open(&[file.as_slice(), b"x"].concat()), Err(PortableError::Damaged));
}

#[test]
fn contents_without_an_end_or_with_more_after_it_are_refused() {
    let unended = vec![ContentPart::Draft("{}".into())];
    assert_eq!(open(&seal(&unended)), Err(PortableError::Truncated));
    let twice = vec![ContentPart::End, ContentPart::End];
    assert_eq!(open(&seal(&twice)), Err(PortableError::Damaged));
}

#[test]
fn a_file_with_too_many_or_too_few_iterations_is_rejected() {
    for iterations in [0, 99_999, 10_000_001] {
        let header = Header { iterations, ..HEAD };
        assert_eq!(Header::read(&header.encode(&[0; TAG])), Err(PortableError::Damaged), "{iterations}");
    }
    assert_eq!(Header::read(&HEAD.encode(&[9; TAG])), Ok((HEAD, [9; TAG])));
}

#[test]
fn no_nonce_is_used_twice() {
    let mut nonces: Vec<_> = (0..300)
        .flat_map(|place| [false, true].map(|is_last| HEAD.nonce(Sealed::Frame { place, is_last })))
        .chain([HEAD.nonce(Sealed::Check)])
        .collect();
    let all = nonces.len();
    nonces.sort_unstable();
    nonces.dedup();
    assert_eq!(nonces.len(), all);
}

#[test]
fn the_bytes_of_the_header_are_pinned() {
    let written = HEAD.encode(&[0xAA; TAG]);
    assert_eq!(written.len(), HEADER);
    let expected = [
        b"QANDASDR".as_slice(),
        &[0, 1, 0, 9, 0x27, 0xC0, 0, 4, 0, 0],
        &[7; 16],
        &[1, 2, 3, 4, 5, 6, 7],
        &[0xAA; 16],
    ]
    .concat();
    assert_eq!(written[..BEFORE_SUM], expected);
    // The check value of the CRC-32 catalogues.
    assert_eq!(checksum(b"123456789"), 0xCBF4_3926);
}

#[test]
fn a_generated_passphrase_may_be_typed_in_small_letters_and_without_hyphens() {
    let made = passphrase([0, 1, 2, 250, 251, 252, 253, 254, 255, 128]);
    assert_eq!(made.len(), 19);
    let meant = meant_passphrase(&made);
    assert_eq!(meant_passphrase(&made.to_lowercase().replace('-', " ")), meant);
    assert_eq!(meant_passphrase(&format!(" {} ", made.replace('-', ""))), meant);
    assert_ne!(meant_passphrase(&made.replacen(&made[..1], "7", 1)), meant);
    // Any other passphrase keeps its case, its inner spaces and its letters.
    assert_eq!(meant_passphrase(" Төрт кездейсоқ сөз "), "Төрт кездейсоқ сөз");
    assert_ne!(meant_passphrase("four random words"), meant_passphrase("Four random words"));
}

/// Returns the value of a row of the test vector in the description of the format.
fn vector(name: &str) -> &'static str {
    let description = include_str!("../../../../docs/DRAFT_FILE.md");
    let row = description.lines().find_map(|line| line.strip_prefix(&format!("| {name} | `"))).unwrap();
    row.strip_suffix("` |").unwrap()
}

fn bytes_of(hex: &str) -> Vec<u8> {
    hex.as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

#[test]
fn the_test_vector_of_the_description_is_written_and_read() {
    for typed in [vector("typed as"), vector("also typed as")] {
        assert_eq!(meant_passphrase(typed), vector("hashed form"));
    }
    let file = bytes_of(vector("file"));
    let key: [u8; 32] = bytes_of(vector("key")).try_into().unwrap();
    let cipher = Aes256Gcm::new(&key.into());
    let parts: Vec<ContentPart> = vector("parts")
        .split(", ")
        .map(|part| {
            let (kind, hex) = part.split_once(' ').unwrap_or((part, ""));
            let bytes = bytes_of(hex);
            match kind {
                "D" => ContentPart::Draft(String::from_utf8(bytes).unwrap()),
                "P" => {
                    let (id, page) = bytes.split_first_chunk().unwrap();
                    ContentPart::Page(PageId(u64::from_be_bytes(*id)), page.to_vec())
                }
                "E" => ContentPart::End,
                other => unreachable!("{other}"),
            }
        })
        .collect();
    let (head, _) = Header::read(&file).unwrap();
    assert_eq!(head.iterations, 100_000);
    assert_eq!(open_with(&cipher, &file).as_ref(), Ok(&parts));
    assert_eq!(seal_with(&cipher, head, &parts), file);
}
