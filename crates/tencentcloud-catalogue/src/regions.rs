/// A region of Tencent Cloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownRegion {
    /// The region's name in requests, e.g. `ap-guangzhou`.
    pub name: &'static str,
    /// The place in Chinese.
    pub title: &'static str,
    /// The place in English.
    pub title_en: &'static str,
}

/// Lists the regions that most services have. Others exist, and a service may have fewer: its
/// `DescribeRegions`, or that of the service `region`, says so.
pub fn regions() -> &'static [KnownRegion] {
    REGIONS
}

const fn region(name: &'static str, title: &'static str, title_en: &'static str) -> KnownRegion {
    KnownRegion {
        name,
        title,
        title_en,
    }
}

const REGIONS: &[KnownRegion] = &[
    region("ap-bangkok", "曼谷", "Bangkok"),
    region("ap-beijing", "北京", "Beijing"),
    region("ap-beijing-fsi", "北京金融", "Beijing Finance"),
    region("ap-chengdu", "成都", "Chengdu"),
    region("ap-chongqing", "重庆", "Chongqing"),
    region("ap-guangzhou", "广州", "Guangzhou"),
    region("ap-hongkong", "中国香港", "Hong Kong, China"),
    region("ap-jakarta", "雅加达", "Jakarta"),
    region("ap-mumbai", "孟买", "Mumbai"),
    region("ap-nanjing", "南京", "Nanjing"),
    region("ap-seoul", "首尔", "Seoul"),
    region("ap-shanghai", "上海", "Shanghai"),
    region("ap-shanghai-fsi", "上海金融", "Shanghai Finance"),
    region("ap-shenzhen-fsi", "深圳金融", "Shenzhen Finance"),
    region("ap-singapore", "新加坡", "Singapore"),
    region("ap-taipei", "中国台北", "Taipei, China"),
    region("ap-tokyo", "东京", "Tokyo"),
    region("eu-frankfurt", "法兰克福", "Frankfurt"),
    region("na-ashburn", "弗吉尼亚", "Virginia"),
    region("na-siliconvalley", "硅谷", "Silicon Valley"),
    region("sa-saopaulo", "圣保罗", "São Paulo"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{service, services};

    #[test]
    fn the_schema_knows_every_region() {
        let mut open: Vec<_> = regions().iter().map(|region| region.name).collect();
        assert!(open.is_sorted());
        for name in services() {
            let service = service(name).unwrap().unwrap();
            // Values and examples stand in the text with quotation marks around them.
            let text = &service.versions()[0].text;
            open.retain(|region| !text.contains(&format!("\"{region}\"")));
        }
        assert_eq!(open, [""; 0]);
    }
}
