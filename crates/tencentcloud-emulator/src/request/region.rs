//! The common parameter Region.

use tencentcloud_schema::{Action, Region};

use crate::fault::Fault;
use crate::guess::{clipped, guess};
use crate::rules::Leeway;

/// The regions that the vendor's own documentation names, without the edge zones (`…-ecm`), which
/// are too many and change.
const REGIONS: [&str; 46] = [
    "ap-bangkok",
    "ap-beijing",
    "ap-beijing-fsi",
    "ap-changsha-ec",
    "ap-chengdu",
    "ap-chongqing",
    "ap-fuzhou-ec",
    "ap-guangzhou",
    "ap-guangzhou-open",
    "ap-guiyang",
    "ap-hangzhou",
    "ap-hangzhou-ec",
    "ap-hefei-ec",
    "ap-hongkong",
    "ap-jakarta",
    "ap-jinan-ec",
    "ap-johorbahru",
    "ap-mumbai",
    "ap-nanjing",
    "ap-osaka",
    "ap-qingyuan",
    "ap-qingyuan-xinan",
    "ap-seoul",
    "ap-shanghai",
    "ap-shanghai-adc",
    "ap-shanghai-fsi",
    "ap-shanghai-wxp-ops",
    "ap-shenyang-ec",
    "ap-shenzhen",
    "ap-shenzhen-fsi",
    "ap-shijiazhuang-ec",
    "ap-singapore",
    "ap-taipei",
    "ap-tianjin",
    "ap-tokyo",
    "ap-wuhan-ec",
    "ap-xian-ec",
    "ap-xibei-ec",
    "ap-zhengzhou-ec",
    "eu-frankfurt",
    "eu-moscow",
    "me-saudi-arabia",
    "na-ashburn",
    "na-siliconvalley",
    "na-toronto",
    "sa-saopaulo",
];

/// Checks the region that a request names, as far as it is known whether the action takes one: an
/// action that takes none ignores it, and of one of which nothing is known an unknown name is a
/// warning.
///
/// # Errors
/// The action needs a region and there is none, or it is none of the vendor's.
pub(crate) fn check(
    region: Option<&str>,
    action: &Action,
    leeway: &Leeway<'_>,
) -> Result<(), Fault> {
    let Some(region) = region else {
        return match action.region {
            Some(Region::Required) => Err(Fault::missing("Region")),
            _ => Ok(()),
        };
    };
    if action.region == Some(Region::None) || is_known(region) {
        return Ok(());
    }
    if action.region.is_none() && has_form(region) {
        leeway.warn("Region", "is no region that is known here");
        return Ok(());
    }
    let mut message = format!(
        "The parameter `Region` must be a region, such as ap-guangzhou; there is no {:?}",
        clipped(region)
    );
    match guess(region, REGIONS) {
        Some(known) => message.push_str(&format!(", there is {known:?}.")),
        None => message.push('.'),
    }
    Err(Fault::new("InvalidParameterValue", message))
}

fn is_known(region: &str) -> bool {
    let edge = region.split('-').skip(2).any(|part| part == "ecm");
    REGIONS.binary_search(&region).is_ok() || edge && has_form(region)
}

/// Returns true for two letters and words after them, with `-` between: `ap-guangzhou`.
fn has_form(region: &str) -> bool {
    let mut parts = region.split('-');
    let area = parts.next().unwrap_or_default();
    let is_word = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric());
    let lower = !region.bytes().any(|byte| byte.is_ascii_uppercase());
    let mut parts = parts.peekable();
    area.len() == 2 && is_word(area) && lower && parts.peek().is_some() && parts.all(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Rules;

    fn code(region: Option<&str>, fact: Option<Region>) -> Result<usize, String> {
        let rules = Rules::default();
        let leeway = Leeway::new(&rules);
        let action = Action {
            region: fact,
            ..Action::default()
        };
        match check(region, &action, &leeway) {
            Ok(()) => Ok(leeway.into_notes().1.len()),
            Err(fault) => Err(fault.code.into_owned()),
        }
    }

    #[test]
    fn regions_are_sorted() {
        assert!(REGIONS.is_sorted());
        assert!(REGIONS.into_iter().all(has_form));
    }

    #[test]
    fn an_action_that_takes_a_region_takes_one_that_exists() {
        for fact in [Region::Required, Region::Optional] {
            for known in ["ap-guangzhou", "ap-shanghai-fsi", "ap-hangzhou-ecm"] {
                assert_eq!(code(Some(known), Some(fact)), Ok(0), "{known}");
            }
            for wrong in [
                "ap-gaungzhou",
                "gz",
                "ap-guangzhou-3",
                "AP-GUANGZHOU",
                "ap-",
            ] {
                let wrong = code(Some(wrong), Some(fact));
                assert_eq!(wrong, Err("InvalidParameterValue".to_owned()));
            }
        }
        let missing = Err("MissingParameter".to_owned());
        assert_eq!(code(None, Some(Region::Required)), missing);
        assert_eq!(code(None, Some(Region::Optional)), Ok(0));
    }

    #[test]
    fn another_action_is_given_more_room() {
        assert_eq!(code(Some("gz"), Some(Region::None)), Ok(0));
        assert_eq!(code(None, None), Ok(0));
        assert_eq!(code(Some("ap-guangzhou"), None), Ok(0));
        assert_eq!(code(Some("ap-elsewhere"), None), Ok(1));
        for wrong in ["gz", "mars", "ap_guangzhou", "-", "ap--x", "é-x"] {
            assert!(code(Some(wrong), None).is_err(), "{wrong}");
        }
    }
}
