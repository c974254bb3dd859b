//! Fields that their own struct cannot have.

use tencentcloud_runtime::Model;

#[derive(Model)]
#[model(both)]
struct Endless {
    inner: Box<Endless>,
}

#[derive(Model)]
#[model(request)]
struct Constructor {
    new: Option<bool>,
}

#[derive(Model)]
#[model(both)]
struct Unsayable {
    #[model(name = "Full Name")]
    name: String,
}

#[derive(Model)]
#[model(both)]
struct Pair {
    both: (String, String),
}

#[derive(Model)]
#[model(both)]
struct Wrapped {
    maybe: Vec<Option<String>>,
}

fn main() {}
