//! Resources in the order of a picture: each below the one that it is in.

use std::collections::HashMap;

use tencentcloud_emulator::{KeptResource, ResourceKey};

use super::links::{Link, leads, links};

/// From so many nodes on, those of one kind in one parent are drawn as one.
const MANY: usize = 200;
/// How many of them are still drawn.
const FEW: usize = 3;

/// What a node stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Is {
    /// The resource with that number.
    One(usize),
    /// So many more of the kind of the resource with that number.
    More(usize, usize),
}

/// A resource, or many of one kind.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) is: Is,
    /// The layer: behind that of the node that it is drawn below.
    pub(super) depth: usize,
    /// The place from above.
    pub(super) row: usize,
    /// The nodes that it is in, the one that it is drawn below first.
    pub(super) parents: Vec<usize>,
    /// The nodes that are drawn below it.
    pub(super) children: Vec<usize>,
}

/// Resources that are in others, or hold others.
#[derive(Clone, Debug, Default)]
pub(super) struct Forest {
    pub(super) nodes: Vec<Node>,
    /// The nodes that are in none.
    pub(super) roots: Vec<usize>,
    /// How many rows and layers there are.
    pub(super) rows: usize,
    pub(super) layers: usize,
    /// How many resources are in none and hold none.
    pub(super) alone: usize,
    /// True if some nodes stand for many.
    pub(super) folded: bool,
}

impl Forest {
    /// Returns the forest of `resources`.
    pub(super) fn of(resources: &[KeptResource]) -> Self {
        let links = links(resources);
        let ranks = ranks(&links);
        let mut holds = vec![false; resources.len()];
        let all = links.iter().flatten();
        all.for_each(|link| holds[link.to] = true);
        let mut forest = Self::default();
        let mut node_of = vec![None; resources.len()];
        // Parents before those that are in them.
        let mut order: Vec<usize> = (0..resources.len()).collect();
        order.sort_by_key(|index| (ranks[*index], *index));
        for index in order {
            if links[index].is_empty() && !holds[index] {
                forest.alone += 1;
                continue;
            }
            let above = direct(&links, &ranks, index).into_iter();
            let above: Vec<usize> = above.filter_map(|parent| node_of[parent]).collect();
            node_of[index] = Some(forest.nodes.len());
            let below = above.first().map(|parent| forest.nodes[*parent].depth + 1);
            forest.nodes.push(Node {
                is: Is::One(index),
                depth: below.unwrap_or(0),
                row: 0,
                parents: above,
                children: Vec::new(),
            });
        }
        forest.link();
        if forest.nodes.len() > MANY {
            forest.fold(resources);
        }
        forest.place();
        forest
    }

    /// Hangs each node below the first of its parents.
    fn link(&mut self) {
        self.roots.clear();
        self.nodes.iter_mut().for_each(|node| node.children.clear());
        for index in 0..self.nodes.len() {
            match self.nodes[index].parents.first().copied() {
                Some(parent) => self.nodes[parent].children.push(index),
                None => self.roots.push(index),
            }
        }
    }

    /// Draws those of one kind that hold nothing, and are in the same one, as one beyond the first few.
    fn fold(&mut self, resources: &[KeptResource]) {
        let mut seen: HashMap<(Option<usize>, &ResourceKind), Vec<usize>> = HashMap::new();
        let kinds: Vec<ResourceKind> = resources.iter().map(|one| kind(&one.key)).collect();
        for (index, node) in self.nodes.iter().enumerate() {
            if let Is::One(resource) = node.is
                && node.children.is_empty()
            {
                let place = (node.parents.first().copied(), &kinds[resource]);
                seen.entry(place).or_default().push(index);
            }
        }
        let mut gone = vec![false; self.nodes.len()];
        for same in seen.into_values().filter(|same| same.len() > FEW + 1) {
            let (first, rest) = (same[FEW], &same[FEW + 1..]);
            if let Is::One(resource) = self.nodes[first].is {
                self.nodes[first].is = Is::More(resource, rest.len() + 1);
                self.nodes[first].parents.truncate(1);
            }
            rest.iter().for_each(|index| gone[*index] = true);
            self.folded = true;
        }
        let mut new = vec![0; self.nodes.len()];
        let mut count = 0;
        for (index, is_gone) in gone.iter().enumerate() {
            new[index] = count;
            count += usize::from(!is_gone);
        }
        let mut index = 0;
        self.nodes.retain(|_| {
            index += 1;
            !gone[index - 1]
        });
        let numbers = self.nodes.iter_mut().flat_map(|node| &mut node.parents);
        // What is gone holds nothing.
        numbers.for_each(|parent| *parent = new[*parent]);
        self.link();
    }

    /// Gives each node its row: the first of those below it is beside it.
    fn place(&mut self) {
        self.layers = self
            .nodes
            .iter()
            .map(|node| node.depth + 1)
            .max()
            .unwrap_or(0);
        let mut row = 0;
        let mut waiting: Vec<(usize, bool)> =
            self.roots.iter().rev().map(|root| (*root, false)).collect();
        let mut is_first = true;
        while let Some((index, beside)) = waiting.pop() {
            if !beside && !is_first {
                row += 1;
            }
            is_first = false;
            self.nodes[index].row = row;
            let children = self.nodes[index].children.iter().enumerate().rev();
            waiting.extend(children.map(|(number, child)| (*child, number == 0)));
        }
        self.rows = if self.nodes.is_empty() { 0 } else { row + 1 };
    }
}

type ResourceKind = (String, String);

fn kind(key: &ResourceKey) -> ResourceKind {
    (key.service.clone(), key.kind.clone())
}

/// Returns the rank of each resource: one more than the highest of what it is in or uses.
fn ranks(links: &[Vec<Link>]) -> Vec<usize> {
    let mut ranks = vec![0; links.len()];
    // There is no circle: as many ranks as resources are the most.
    for _ in 0..=links.len() {
        let mut is_settled = true;
        for (index, above) in links.iter().enumerate() {
            let rank = above.iter().map(|link| ranks[link.to] + 1).max();
            let rank = rank.unwrap_or(0);
            is_settled &= ranks[index] == rank;
            ranks[index] = rank;
        }
        if is_settled {
            break;
        }
    }
    ranks
}

/// Returns what a resource is in or uses and that follows from nothing else: first what it cannot be
/// without, and of these the one that is in most others.
fn direct(links: &[Vec<Link>], ranks: &[usize], index: usize) -> Vec<usize> {
    let own = &links[index];
    // What a member names says nothing against a fact.
    let follows = |upper: &Link| {
        let mut others = own.iter().filter(|other| other.to != upper.to);
        others
            .any(|lower| (lower.is_parent || !upper.is_parent) && leads(links, lower.to, upper.to))
    };
    let mut direct: Vec<Link> = own.iter().copied().filter(|link| !follows(link)).collect();
    direct.sort_by_key(|link| (!link.is_parent, usize::MAX - ranks[link.to]));
    direct.into_iter().map(|link| link.to).collect()
}
