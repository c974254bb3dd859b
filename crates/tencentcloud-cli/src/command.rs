//! What the command line asks for: one of the program's own commands, or a call.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, Subcommand};

use tencentcloud_calls::Language;

use crate::complete::{self, Completions};
use crate::error::Failure;
use crate::help::Asked;
use crate::options::Options;
use crate::resources::{self, Question};
use crate::{
    approve, broker, call, codegen, configure, diff, emulator, errors_of, exec, explorer, import,
    mcp, replay, run, schema, search, sign, skill, whoami,
};

/// Every action of Tencent Cloud API 3.0 from the command line.
#[derive(Debug, Parser)]
#[command(
    name = "tcloud",
    version,
    subcommand_required = true,
    arg_required_else_help = true
)]
#[command(allow_external_subcommands = true)]
#[command(disable_help_subcommand = true, after_help = WAYS_ON)]
#[command(
    override_usage = "tcloud SERVICE ACTION [--Parameter VALUE]... [OPTIONS]\n       tcloud COMMAND [OPTIONS]"
)]
struct Arguments {
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    command: Command,
}

/// What follows the list of commands and options.
const WAYS_ON: &str = "\
Ways on:
  tcloud help services        lists the services
  tcloud SERVICE help         lists the actions of a service
  tcloud SERVICE ACTION help  shows an action's parameters, response, errors and an example

After the action, too:
  --skeleton [required|all]   prints the parameters as JSON to fill in
  --input FILE                reads parameters from JSON or YAML; what is typed goes over it
  --dry-run, --explain        shows the signed request, or how it is signed, and sends nothing
  --estimate                  asks what the call would cost
  --version YYYY-MM-DD        calls that version of the API
  --force                     calls what is not documented, and leaves out the check
  --yes                       destroys without a question (no agent's)
  --approval ID               sends what a person approved; --wait-approval SECONDS waits for it
";

#[derive(Debug, Subcommand)]
enum Command {
    /// Shows help: of a service, of one of its actions, or of a command
    Help(Asked),
    /// Finds actions by words in English or Chinese
    Search(search::Arguments),
    /// Shows which services and actions report an error code, what it means and what to do
    Errors(errors_of::Arguments),
    Configure(configure::Configure),
    #[command(name = "whoami")]
    WhoAmI(whoami::WhoAmI),
    Schema(schema::Schema),
    Run(run::Run),
    Exec(exec::Exec),
    Broker(broker::Broker),
    Approve(approve::Approve),
    Mcp(mcp::Mcp),
    Sign(sign::Sign),
    Skill(skill::Skill),
    Explorer(explorer::Explorer),
    Emulator(emulator::Emulator),
    Replay(replay::Replay),
    Import(import::Import),
    Codegen(codegen::Codegen),
    Diff(diff::Diff),
    /// Lists resources: of a kind, in one region or many; without a kind, the kinds
    Ls(resources::Asked),
    /// Shows one resource by its ID
    Get(resources::Asked),
    /// Waits until a resource is in a state, or deleted
    Wait(resources::Asked),
    /// Prints a script with which a shell completes services, actions, parameters and values
    Completions(Completions),
    /// A call: the service, the action, its parameters and the options in any order.
    #[command(external_subcommand)]
    Call(Vec<OsString>),
}

/// Runs what `arguments` say, the program's name first.
///
/// # Errors
/// Whatever keeps it from being done, with what to do about it.
pub(crate) fn run(arguments: Vec<OsString>) -> Result<ExitCode, Failure> {
    if let Some(emulator) = emulator::Emulator::asked_for(&arguments) {
        return Ok(emulator.run());
    }
    if arguments.get(1).is_some_and(|word| word == complete::ASKED) {
        return complete::answer(&arguments, &Arguments::command());
    }
    let Arguments { command, options } = match Arguments::try_parse_from(&arguments) {
        Ok(arguments) => arguments,
        // Help and version come this way, too, and are no failure.
        Err(shown) => return shown_instead(shown),
    };
    match command {
        Command::Help(asked) => help(&asked, &options),
        Command::Search(search) => search.run(&options),
        Command::Errors(errors) => errors.run(&options),
        Command::Configure(configure) => configure.run(&options),
        Command::WhoAmI(whoami) => whoami.run(&options),
        Command::Schema(schema) => schema.run(),
        Command::Run(run) if run.is_help() => help_of_command("run"),
        Command::Run(run) => run.run(&arguments[1..]),
        Command::Exec(exec) => exec.run(&options),
        Command::Broker(broker) => broker.run(&options),
        Command::Approve(approve) => approve.run(&options),
        Command::Mcp(mcp) => mcp.run(&options),
        Command::Sign(sign) => sign.run(&options),
        Command::Skill(skill) => skill.run(),
        Command::Explorer(explorer) => explorer.run(&options),
        Command::Emulator(emulator) => Ok(emulator.run()),
        Command::Replay(replay) => replay.run(&options),
        Command::Import(import) => import.run(),
        Command::Codegen(codegen) => codegen.run(),
        Command::Diff(diff) => diff.run(),
        Command::Ls(asked) => about_resources(asked, Question::List, &arguments[1..]),
        Command::Get(asked) => about_resources(asked, Question::Get, &arguments[1..]),
        Command::Wait(asked) => about_resources(asked, Question::Wait, &arguments[1..]),
        Command::Completions(completions) => completions.run(),
        Command::Call(words) => match Asked::instead_of_call(&words) {
            Some(asked) => asked?.run(&options),
            None => {
                let before = arguments[1..arguments.len() - words.len()].to_vec();
                call::run(before, words)
            }
        },
    }
}

/// Lists, shows or waits for resources; help on that may be asked for behind their names.
fn about_resources(
    asked: resources::Asked,
    question: Question,
    arguments: &[OsString],
) -> Result<ExitCode, Failure> {
    match asked.is_help() {
        true => help_of_command(question.command()),
        false => asked.run(question, arguments),
    }
}

/// What clap shows in place of a command: help, the version, or what is wrong.
fn shown_instead(shown: clap::Error) -> Result<ExitCode, Failure> {
    let code = match shown.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => 0,
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => Failure::USAGE,
        _ => return Err(shown.into()),
    };
    // Nobody reads on if this cannot be written.
    let _ = shown.print();
    Ok(ExitCode::from(code))
}

/// Shows help of the program itself, of one of its commands, or of what the catalogue has.
fn help(asked: &Asked, options: &Options) -> Result<ExitCode, Failure> {
    let program = Arguments::command();
    match asked.service.as_deref() {
        None => help_of_command(""),
        Some(name) if program.find_subcommand(name).is_some() => help_of_command(name),
        Some(_) => asked.run(Language::wanted(options.language.as_deref())),
    }
}

/// Shows help of the command `name`, of the program itself if it is empty.
fn help_of_command(name: &str) -> Result<ExitCode, Failure> {
    let mut program = Arguments::command();
    // Names of commands come with the program's own before them.
    program.build();
    let command = match program.find_subcommand_mut(name) {
        Some(command) => command,
        None => &mut program,
    };
    // Nobody reads on if this cannot be written.
    let _ = command.print_help();
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn no_command_hides_a_service() {
        let arguments = Arguments::command();
        for service in tencentcloud_catalogue::services() {
            assert!(arguments.find_subcommand(service).is_none(), "{service}");
        }
    }
}
