//! Flows of a program that writes, and then reads until it reads what it wrote, as the Terraform
//! provider for Tencent Cloud does: the same actions in the same order, with the same parameters, over
//! plain HTTP through the endpoint as a proxy. A second reading says the same as the first, and what
//! was deleted is gone.

mod addresses;
mod balancers;
#[allow(dead_code)]
#[path = "../wire/client.rs"]
mod client;
mod disks;
mod domains;
mod gateways;
mod groups;
mod instances;
mod logs;
mod network;
mod pairs;
mod provider;
mod scaling;
mod users;
