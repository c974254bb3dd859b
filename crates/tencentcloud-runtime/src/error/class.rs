//! What an error code means.
//!
//! A code's first part is a family, `ResourceNotFound`, but half of the codes that say the same are
//! in other families: `InvalidInstanceId.NotFound`, `FailedOperation.TaskNotExist`. So a class is
//! families and words, reviewed against every code of the catalogue. `tests/codes.rs` reports a
//! code that looks like one of a class and is neither in it nor in the reviewed list of those that
//! are not. A code that names two causes (`CertificateNotFoundOrAudited`) is in no class.

/// Codes that mean the same.
pub(super) struct Class {
    /// First parts of a code all of whose codes are in the class.
    families: &'static [&'static str],
    /// Words of other codes in the class, in lower case; `$` is the end of the code.
    words: &'static [&'static str],
    /// Words that take a code out again.
    unless: &'static [&'static str],
    /// First parts of codes that are never in the class by a word.
    outside: &'static [&'static str],
}

impl Class {
    /// Returns true if the code is in the class.
    pub(super) fn has(&self, code: &str) -> bool {
        let family = code.split('.').next().unwrap_or_default();
        if self.families.contains(&family) {
            return true;
        }
        if self.outside.contains(&family) {
            return false;
        }
        let code = code.replace('_', "").to_ascii_lowercase();
        let found = |word: &&str| match word.strip_suffix('$') {
            Some(end) => code.ends_with(end),
            None => code.contains(*word),
        };
        self.words.iter().any(found) && !self.unless.iter().any(found)
    }
}

pub(super) const NOT_FOUND: Class = Class {
    families: &["ResourceNotFound"],
    words: &[
        "notfound",
        "notexist",
        "noexist",
        "unexist",
        "nosuch",
        "notfount",
        "notfund",
        "cannotfind",
        "notexit",
    ],
    unless: &["notfoundor", "notexistor", "notexistsor", "nosuchversion"],
    // What is missing there is a credential, a role or a parameter, not what was asked for.
    outside: &[
        "AuthFailure",
        "MissingParameter",
        "UnauthorizedOperation",
        "UnknownParameter",
    ],
};

pub(super) const ALREADY_EXISTS: Class = Class {
    families: &[],
    words: &[
        "alreadyexist",
        "existalready",
        "nameexist",
        "exist$",
        "exists$",
        "existed$",
    ],
    unless: &[
        "notexist",
        "noexist",
        "unexist",
        "nonexist",
        "notalready",
        "coexist",
        "mustexist",
        "andexist",
    ],
    outside: &["MissingParameter", "UnknownParameter"],
};

pub(super) const IN_USE: Class = Class {
    families: &["ResourceInUse"],
    words: &["inuse", "isused", "occupied", "isusing", "inusing"],
    unless: &["notinuse", "inuser", "inusage"],
    outside: &["MissingParameter", "UnknownParameter"],
};

pub(super) const EXPIRED: Class = Class {
    families: &[],
    words: &["expired", "hasexpire", "signatureexpire", "overdue"],
    unless: &[
        "notexpired",
        "expiredtime",
        "expiredotel",
        "orexpired",
        "expiredunsupported",
    ],
    outside: &["MissingParameter", "UnknownParameter"],
};

pub(super) const THROTTLED: Class = Class {
    families: &["RequestLimitExceeded"],
    words: &[
        "requestlimit",
        "ratelimitexceeded",
        "sendingratelimit",
        "frequencylimit",
        "overfrequency",
        "toofrequent",
        "toomanyrequests",
        "qpslimit",
        "restrictedfrequency",
        "concurrencylimit",
    ],
    unless: &[],
    outside: &["MissingParameter", "UnknownParameter"],
};

/// A quota of the account or of what it has.
pub(super) const QUOTA: Class = Class {
    families: &["LimitExceeded"],
    words: &[
        "quotaexceed",
        "quotasexceed",
        "quotalimit",
        "quotamax",
        "quotaoverlimit",
        "quotaperdayexceed",
        "quotarunout",
        "quotaexhausted",
        "quotainsufficient",
        "quotanotenough",
        "insufficientquota",
        "insufficientclusterquota",
        "insufficientgroupquota",
        "insufficientrefundquota",
        "insufficientsnapshotquota",
        "overquota",
        "overrefundquota",
        "overdeploygroupquota",
        "exceedquota",
        "noquota",
    ],
    unless: &[],
    outside: &["MissingParameter", "UnknownParameter"],
};

/// A limit that is no range of a parameter.
pub(super) const LIMIT: Class = Class {
    families: &[],
    words: &["limitexceed"],
    unless: &[],
    outside: &[
        "InternalError",
        "InvalidParameter",
        "InvalidParameterValue",
        "MissingParameter",
        "RequestLimitExceeded",
        "UnknownParameter",
    ],
};

pub(super) const AUTH: Class = Class {
    families: &["AuthFailure", "UnauthorizedOperation"],
    words: &[
        "unauthorized",
        "notauthorized",
        "notauthorization",
        "notauthority",
        "noauthority",
        "camnoauth",
        "noauth$",
        "authfail",
        "accessdenied",
        "permissiondenied",
        "permissiondeny",
        "withoutpermission",
        "notpermission",
        "nopermission",
        "noattachpermission",
        "noflowpermission",
        "noprojectpermission",
        "noresourcepermission",
        "nospacepermission",
        "nosyncpermission",
        "missingkmsaccesspermission",
    ],
    unless: &["ormissing", "orpermission"],
    outside: &[
        "LimitExceeded",
        "MissingParameter",
        "ResourceInUse",
        "ResourceNotFound",
        "UnknownParameter",
    ],
};

pub(super) const INVALID_PARAMETER: Class = Class {
    families: &[
        "InvalidParameter",
        "InvalidParameterCombination",
        "InvalidParameterConflict",
        "InvalidParameterValue",
        "InvalidParameterValueLimit",
        "InvalidParameterValueOffset",
        "MissingParameter",
        "UnknownParameter",
    ],
    words: &[".malformed$"],
    unless: &[],
    outside: &[],
};

pub(super) const INTERNAL: Class = Class {
    families: &[
        "InternalError",
        "InternalServerError",
        "ServiceUnavailable",
        "SystemError",
    ],
    words: &["internalerror", "servererror"],
    unless: &[],
    outside: &[],
};
