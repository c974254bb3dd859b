//! The Unix socket of a broker.

use std::fs;
use std::io;
use std::os::unix::fs::{DirBuilderExt, FileTypeExt, MetadataExt, PermissionsExt};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};

use axum::Router;
use tokio::net::UnixListener;

use super::Server;
use crate::place::Place;
use crate::random;

/// A socket that goes away with this.
#[derive(Debug)]
pub(super) struct Socket {
    path: PathBuf,
    /// Device and number of the file, which another broker may have replaced.
    file: (u64, u64),
}

/// Serves `routes` at the socket `path`.
///
/// # Errors
/// As [`Socket::bind`].
pub(super) fn serve(routes: Router, path: &Path) -> io::Result<Server> {
    let (socket, listener) = Socket::bind(path)?;
    let task = tokio::spawn(async move {
        // It does not return: a connection that fails is its own matter.
        let _ = axum::serve(listener, routes).await;
    });
    Ok(Server {
        place: Place::socket(path),
        task,
        _socket: Some(socket),
    })
}

impl Socket {
    /// Binds the socket `path`, which only its owner can open; its folder is made for its owner alone if there is none.
    ///
    /// # Errors
    /// A broker serves there, something else than a socket is there, others than the owner may write to the folder, or
    /// it cannot be written.
    fn bind(path: &Path) -> io::Result<(Self, UnixListener)> {
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)?;
        let mode = fs::metadata(folder)?.permissions().mode();
        // In a sticky folder nobody replaces the file of another user.
        if mode & 0o022 != 0 && mode & 0o1000 == 0 {
            let told = format!(
                "others may write to the folder {}, and replace the socket: take the right away from them (chmod go-w) or name another folder",
                folder.display()
            );
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, told));
        }
        match fs::symlink_metadata(path) {
            Ok(there) if !there.file_type().is_socket() => {
                let told = format!("{} is there, and is no socket", path.display());
                return Err(io::Error::new(io::ErrorKind::AlreadyExists, told));
            }
            Ok(_) if UnixStream::connect(path).is_ok() => {
                let told = format!("a broker serves at {} already", path.display());
                return Err(io::Error::new(io::ErrorKind::AddrInUse, told));
            }
            _ => {}
        }
        // It is bound where nobody else comes in, and moved when its permissions are set: at no time can others
        // connect, whatever the umask is.
        let hidden = folder.join(format!(".{}", random::letters(6)?));
        fs::DirBuilder::new().mode(0o700).create(&hidden)?;
        let bound = Self::bind_hidden(&hidden.join("s"), path);
        let _ = fs::remove_dir_all(&hidden);
        bound
    }

    fn bind_hidden(hidden: &Path, path: &Path) -> io::Result<(Self, UnixListener)> {
        let listener = UnixListener::bind(hidden)?;
        fs::set_permissions(hidden, fs::Permissions::from_mode(0o600))?;
        let file = identity(hidden)?;
        fs::rename(hidden, path)?;
        let path = path.to_owned();
        Ok((Self { path, file }, listener))
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        if identity(&self.path).is_ok_and(|file| file == self.file) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn identity(path: &Path) -> io::Result<(u64, u64)> {
    let there = fs::symlink_metadata(path)?;
    Ok((there.dev(), there.ino()))
}
