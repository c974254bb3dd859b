//! A wheel in memory, unpacked file by file and no further than its limits.

use std::cell::RefCell;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::files::{FILE_LIMIT, Files};
use crate::error::{Context, Error, Result, bail};

/// The largest wheel that is read, in bytes once it is unpacked: several times the largest of today.
const LIMIT: u64 = 1 << 30;

pub(super) struct Wheel(RefCell<ZipArchive<Cursor<Vec<u8>>>>);

impl Wheel {
    pub(super) fn open(bytes: Vec<u8>) -> Result<Self> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(Error::new)?;
        match archive.decompressed_size() {
            Some(size) if size <= u128::from(LIMIT) => {}
            Some(size) => bail!("it unpacks to {size} bytes; no more than {LIMIT} are read"),
            None => bail!("it does not say how large its files are"),
        }
        Ok(Self(RefCell::new(archive)))
    }
}

impl Files for Wheel {
    fn paths(&self, prefix: &str) -> Result<Vec<String>> {
        let archive = self.0.borrow();
        let mut found = Vec::new();
        for name in archive.file_names() {
            let name = name.context(|| "the name of a file is no text")?;
            if name.starts_with(prefix) {
                found.push(name.into_owned());
            }
        }
        Ok(found)
    }

    fn text(&self, path: &str) -> Result<String> {
        let mut archive = self.0.borrow_mut();
        let file = archive.by_name(path).map_err(Error::new)?;
        let declared = file.size();
        if declared > FILE_LIMIT {
            bail!("the file has {declared} bytes; no more than {FILE_LIMIT} are read");
        }
        let mut text = String::new();
        let mut bounded = file.take(declared + 1);
        bounded.read_to_string(&mut text).map_err(Error::new)?;
        if text.len() as u64 > declared {
            bail!("the file is larger than the {declared} bytes that the wheel says");
        }
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::{FILE_LIMIT, Files, Wheel};

    /// A wheel with one file of so many zeros.
    fn zeros(size: u64) -> Vec<u8> {
        let mut wheel = ZipWriter::new(std::io::Cursor::new(Vec::new()));
        wheel
            .start_file("a.json", SimpleFileOptions::default())
            .unwrap();
        let block = vec![b'0'; 1 << 20];
        for _ in 0..size >> 20 {
            wheel.write_all(&block).unwrap();
        }
        wheel.finish().unwrap().into_inner()
    }

    /// The same wheel, which says that its file has another size.
    fn declaring(mut wheel: Vec<u8>, size: u32) -> Vec<u8> {
        // In the file's own header and in the directory's entry, the size stands 4 bytes before the
        // length of the name.
        for (signature, offset) in [(b"PK\x03\x04", 22), (b"PK\x01\x02", 24)] {
            let found = wheel.windows(4).position(|window| window == signature);
            let at = found.unwrap() + offset;
            wheel[at..at + 4].copy_from_slice(&size.to_le_bytes());
        }
        wheel
    }

    #[test]
    fn what_unpacks_to_too_much_is_refused_by_what_it_declares() {
        let large = declaring(zeros(1 << 20), u32::MAX - 1);
        let error = Wheel::open(large).err().unwrap().to_string();
        assert!(
            error.contains("no more than 1073741824 are read"),
            "{error}"
        );
        let file = Wheel::open(zeros(FILE_LIMIT + (1 << 20))).unwrap();
        let error = file.text("a.json").unwrap_err().to_string();
        assert!(error.contains("no more than 67108864 are read"), "{error}");
    }

    #[test]
    fn what_unpacks_to_more_than_it_declares_is_read_no_further() {
        let lying = Wheel::open(declaring(zeros(4 << 20), 1 << 10)).unwrap();
        assert!(lying.text("a.json").is_err());
        assert_eq!(
            Wheel::open(zeros(1 << 20))
                .unwrap()
                .text("a.json")
                .unwrap()
                .len(),
            1 << 20
        );
    }
}
