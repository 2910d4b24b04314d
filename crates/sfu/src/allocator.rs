//! Allocator: which layer each video slot of a subscriber gets, within the estimated bandwidth.
//!
//! Shared screens go first, then slots of higher priority, then larger ones. Within a group of equal rank
//! every slot gets its lowest layer before any gets more; [`Order::LowestFirst`] extends that to cameras of
//! every priority. A layer above the
//! current one must fit with a margin, so that an estimate that wavers does not make pictures switch to and fro.

/// Margin for a layer above the current one, in percent of the layer's bitrate.
const MARGIN_UP: u64 = 115;

/// A layer that can be forwarded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    /// Height of the picture; 0 if unknown.
    pub height: u16,
    /// Bits per second.
    pub bitrate: u64,
}

/// A slot that shows something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demand {
    /// A shared screen goes before every camera.
    pub is_screen: bool,
    /// Priority of the slot.
    pub priority: u8,
    /// Height on the subscriber's screen, over 0.
    pub height: u16,
    /// Layers by rising size.
    pub layers: Vec<Offer>,
    /// Position of the layer that is forwarded now.
    pub current: Option<usize>,
}

impl Demand {
    /// Position of the layer that the slot wants: the lowest one that is as high as the slot, else the highest one.
    #[must_use]
    pub fn wanted(&self) -> Option<usize> {
        let last = self.layers.len().checked_sub(1)?;
        let fits = |layer: &Offer| layer.height >= self.height;
        Some(self.layers.iter().position(fits).unwrap_or(last))
    }

    fn cost(&self, layer: usize) -> u64 {
        let bitrate = self.layers.get(layer).map_or(u64::MAX, |layer| layer.bitrate);
        match self.current {
            Some(current) if layer <= current => bitrate,
            _ => bitrate.saturating_mul(MARGIN_UP) / 100,
        }
    }
}

/// Order in which the demands are served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Each rank whole before the next one: for a path that is known to be narrow.
    ByRank,
    /// After shared screens the lowest layer of every camera, then each rank whole: for a path that shows
    /// no congestion, on which no picture may be paused for a sharper one.
    LowestFirst,
}

/// Share of a subscriber.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allocation {
    /// For each demand the position of its layer; `None`: paused, or it has no layer.
    pub layers: Vec<Option<usize>>,
    /// Bitrate of all allotted layers.
    pub allotted: u64,
    /// Bitrate of all wanted layers.
    pub wanted: u64,
}

/// Bitrate at which [`Order::LowestFirst`] pauses nothing: screens as wanted, and the lowest layer of each camera.
#[must_use]
pub fn least(demands: &[Demand]) -> u64 {
    let least = |demand: &Demand| {
        let top = if demand.is_screen { demand.wanted()? } else { 0 };
        // A lower layer may cost more, for example of a picture that just became still.
        demand.layers.get(..=top)?.iter().enumerate().map(|(layer, _)| demand.cost(layer)).max()
    };
    demands.iter().filter_map(least).fold(0, u64::saturating_add)
}

/// Shares `budget` bits per second among the demands.
#[must_use]
pub fn allocate(budget: u64, demands: &[Demand], order: Order) -> Allocation {
    let rank = |demand: &Demand| (!demand.is_screen, u8::MAX - demand.priority);
    let numbered = demands.iter().enumerate();
    let mut grants: Vec<Grant<'_>> =
        numbered.filter_map(|(place, demand)| Grant::new(place, demand)).collect();
    // Stable: demands of one size keep their order.
    grants.sort_by_key(|it| (rank(it.demand), u16::MAX - it.demand.height));
    let mut left = budget;
    let screens = grants.partition_point(|it| it.demand.is_screen);
    if order == Order::LowestFirst {
        let (screens, cameras) = grants.split_at_mut(screens);
        serve(screens, &mut left);
        for camera in cameras {
            camera.step(&mut left);
        }
    }
    for group in grants.chunk_by_mut(|one, other| rank(one.demand) == rank(other.demand)) {
        serve(group, &mut left);
    }
    let mut layers = vec![None; demands.len()];
    for grant in grants {
        if let Some(layer) = layers.get_mut(grant.place) {
            *layer = grant.layer;
        }
    }
    let bitrate = |demand: &Demand, layer: Option<usize>| {
        layer.and_then(|layer| demand.layers.get(layer)).map_or(0, |layer| layer.bitrate)
    };
    let allotted = demands.iter().zip(&layers).map(|(demand, layer)| bitrate(demand, *layer)).sum();
    let wanted = demands.iter().map(|demand| bitrate(demand, demand.wanted())).sum();
    Allocation { layers, allotted, wanted }
}

/// The lowest layer for everybody in a group, then one step after the other, the largest first.
fn serve(group: &mut [Grant<'_>], left: &mut u64) {
    let steps = group.iter().map(|grant| grant.wanted + 1).max().unwrap_or(0);
    for _ in 0..steps {
        for grant in &mut *group {
            grant.step(left);
        }
    }
}

struct Grant<'a> {
    place: usize,
    demand: &'a Demand,
    wanted: usize,
    layer: Option<usize>,
}

impl<'a> Grant<'a> {
    /// `None` if the demand has no layer.
    fn new(place: usize, demand: &'a Demand) -> Option<Self> {
        Some(Self { place, demand, wanted: demand.wanted()?, layer: None })
    }

    /// Takes the next layer that fits.
    fn step(&mut self, left: &mut u64) {
        let held = self.layer.map_or(0, |layer| self.demand.cost(layer));
        let next = self.layer.map_or(0, |layer| layer + 1);
        if next > self.wanted {
            return;
        }
        let Some(more) = self.demand.cost(next).checked_sub(held) else {
            // A higher layer that costs less, for example of a still picture.
            *left = left.saturating_add(held.saturating_sub(self.demand.cost(next)));
            self.layer = Some(next);
            return;
        };
        if more <= *left {
            *left -= more;
            self.layer = Some(next);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Order::*, *};

    const LAYERS: [Offer; 3] = [
        Offer { height: 180, bitrate: 100_000 },
        Offer { height: 360, bitrate: 400_000 },
        Offer { height: 720, bitrate: 1_500_000 },
    ];

    fn camera(height: u16, priority: u8) -> Demand {
        Demand { is_screen: false, priority, height, layers: LAYERS.to_vec(), current: None }
    }

    fn screen() -> Demand {
        let layers = vec![Offer { height: 1080, bitrate: 1_000_000 }];
        Demand { is_screen: true, priority: 0, height: 1080, layers, current: Some(0) }
    }

    #[test]
    fn a_slot_gets_the_lowest_layer_that_fills_it() {
        for (height, layer) in [(90, 0), (180, 0), (181, 1), (720, 2), (2000, 2)] {
            assert_eq!(allocate(u64::MAX, &[camera(height, 0)], ByRank).layers, [Some(layer)]);
        }
    }

    #[test]
    fn the_screen_goes_before_cameras_of_any_priority() {
        let demands = [camera(720, 255), screen()];
        assert_eq!(allocate(1_000_000, &demands, ByRank).layers, [None, Some(0)]);
        assert_eq!(allocate(1_200_000, &demands, ByRank).layers, [Some(0), Some(0)]);
    }

    #[test]
    fn a_third_person_takes_nothing_from_the_screen() {
        let two = allocate(1_100_000, &[screen(), camera(180, 0)], ByRank);
        let three = allocate(1_100_000, &[screen(), camera(180, 0), camera(180, 0)], ByRank);
        assert_eq!(two.layers.first(), three.layers.first());
    }

    #[test]
    fn higher_priority_is_served_whole_first() {
        let demands = [camera(720, 0), camera(360, 1)];
        assert_eq!(allocate(500_000, &demands, ByRank).layers, [None, Some(1)]);
    }

    #[test]
    fn equals_get_their_lowest_layer_before_the_largest_gets_more() {
        let demands = [camera(180, 0), camera(720, 0), camera(360, 0)];
        assert_eq!(allocate(345_000, &demands, ByRank).layers, [Some(0); 3]);
        assert_eq!(allocate(800_000, &demands, ByRank).layers, [Some(0), Some(1), Some(0)]);
    }

    #[test]
    fn a_wavering_estimate_switches_nothing() {
        let mut demand = camera(360, 0);
        assert_eq!(allocate(430_000, &[demand.clone()], ByRank).layers, [Some(0)]);
        demand.current = Some(1);
        assert_eq!(allocate(430_000, &[demand.clone()], ByRank).layers, [Some(1)]);
        assert_eq!(allocate(400_000, &[demand], ByRank).layers, [Some(1)]);
    }

    #[test]
    fn on_a_path_without_congestion_no_camera_is_paused_for_a_sharper_one() {
        let demands = [camera(720, 0), screen(), camera(360, 1)];
        assert_eq!(least(&demands), 1_230_000);
        let allocated = |budget| allocate(budget, &demands, LowestFirst).layers;
        assert_eq!(allocated(1_230_000), [Some(0), Some(0), Some(0)]);
        assert_eq!(allocated(1_575_000), [Some(0), Some(0), Some(1)]);
        assert_eq!(allocated(1_100_000), [None, Some(0), None], "screens stay sharp");
    }

    fn order() -> impl Strategy<Value = Order> {
        prop_oneof![Just(ByRank), Just(LowestFirst)]
    }

    fn demand() -> impl Strategy<Value = Demand> {
        let layer =
            (0u16..2000, 0u64..3_000_000).prop_map(|(height, bitrate)| Offer { height, bitrate });
        let layers = prop::collection::vec(layer, 0..4);
        (any::<bool>(), 0u8..3, 1u16..2000, layers, prop::option::of(0usize..4)).prop_map(
            |(is_screen, priority, height, mut layers, current)| {
                layers.sort_by_key(|layer| (layer.height, layer.bitrate));
                let current = current.filter(|current| *current < layers.len());
                Demand { is_screen, priority, height, layers, current }
            },
        )
    }

    proptest! {
        /// The budget holds, nobody gets more than they want, and what is paused really does not fit.
        #[test]
        fn allocations_fit(
            budget in 0u64..6_000_000, demands in prop::collection::vec(demand(), 0..20), order in order(),
        ) {
            let allocation = allocate(budget, &demands, order);
            prop_assert_eq!(allocation.layers.len(), demands.len());
            prop_assert!(allocation.allotted <= budget);
            for (demand, layer) in demands.iter().zip(&allocation.layers) {
                prop_assert!(*layer <= demand.wanted());
                if layer.is_none() && !demand.layers.is_empty() {
                    let left = budget - allocation.allotted;
                    prop_assert!(demand.cost(0) > left.saturating_sub(budget * 15 / 100));
                }
            }
        }

        /// Demands of lower rank change nothing for a slot.
        #[test]
        fn lower_ranks_take_nothing(
            budget in 0u64..6_000_000, demands in prop::collection::vec(demand(), 1..10), mut late in demand(),
        ) {
            late.is_screen = false;
            late.priority = 0;
            let before = allocate(budget, &demands, ByRank);
            let mut more = demands.clone();
            more.push(late);
            let after = allocate(budget, &more, ByRank);
            for (place, demand) in demands.iter().enumerate() {
                if demand.is_screen || demand.priority > 0 {
                    prop_assert_eq!(before.layers.get(place), after.layers.get(place));
                }
            }
        }

        #[test]
        fn the_least_budget_pauses_nothing(demands in prop::collection::vec(demand(), 0..20)) {
            let allocation = allocate(least(&demands), &demands, LowestFirst);
            for (demand, layer) in demands.iter().zip(&allocation.layers) {
                prop_assert!(layer.is_some() || demand.layers.is_empty());
            }
        }

        #[test]
        fn enough_bandwidth_gives_everybody_what_they_want(
            demands in prop::collection::vec(demand(), 0..20), order in order(),
        ) {
            let allocation = allocate(u64::MAX, &demands, order);
            let wanted: Vec<_> = demands.iter().map(Demand::wanted).collect();
            prop_assert_eq!(allocation.layers, wanted);
            prop_assert_eq!(allocation.allotted, allocation.wanted);
        }
    }
}
