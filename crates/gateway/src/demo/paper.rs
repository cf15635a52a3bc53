//! A sample page: a minimal PDF that says SAMPLE.

use std::fmt::Write as _;

/// Returns a PDF of one page. The number makes each file a different one.
pub fn sample(number: u64) -> Vec<u8> {
    let text = format!("BT /F1 36 Tf 60 700 Td (SAMPLE {number}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut file = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    // Writing to a `String` cannot fail.
    for (number, object) in (1..).zip(&objects) {
        places.push(file.len());
        let _ = write!(file, "{number} 0 obj\n{object}\nendobj\n");
    }
    let table = file.len();
    let count = objects.len() + 1;
    let _ = write!(file, "xref\n0 {count}\n0000000000 65535 f \n");
    for place in places {
        let _ = writeln!(file, "{place:010} 00000 n ");
    }
    let _ = write!(file, "trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
    file.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_points_at_each_object() {
        let file = String::from_utf8(sample(7)).unwrap();
        let table = file.split("xref\n").nth(1).unwrap();
        for (number, line) in (1..).zip(table.lines().skip(2).take(5)) {
            let place: usize = line.get(..10).unwrap().parse().unwrap();
            assert!(file[place..].starts_with(&format!("{number} 0 obj")));
        }
        assert!(file.contains("(SAMPLE 7)"));
    }
}
