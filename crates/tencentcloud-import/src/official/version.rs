/// One service version that the packages hold.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// The service's folder: the first label of its host, except for one service.
    pub folder: String,
    /// The API version, e.g. `2018-08-08`.
    pub date: String,
}

impl Version {
    /// The name of the version's folder, e.g. `v20180808`.
    pub(super) fn module(&self) -> String {
        format!("v{}", self.date.replace('-', ""))
    }

    /// The path of a file of the version in a package of the command line tool.
    pub(super) fn file(&self, name: &str) -> String {
        format!("tccli/services/{}/{}/{name}", self.folder, self.module())
    }
}
