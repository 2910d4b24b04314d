//! Assessments that a room waits for. They end with the room.

use convene_model::{AssessmentState, Evaluation};
use convene_room::Assess;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::assessment::{Assessor, Question};

/// Drafts that may wait to be delivered; the assessor drops drafts that do not fit.
const QUEUE: usize = 16;

/// The running assessments of one room.
pub(super) struct Assessments {
    assessor: Assessor,
    running: JoinSet<()>,
    /// Created with the first assessment: few rooms have any, and the channel takes 5 KiB.
    progress: Option<(mpsc::Sender<Evaluation>, mpsc::Receiver<Evaluation>)>,
}

impl Assessments {
    pub(super) fn new(assessor: Assessor) -> Self {
        Self { assessor, running: JoinSet::new(), progress: None }
    }

    pub(super) fn start(&mut self, assess: Assess) {
        let (progress, _) = self.progress.get_or_insert_with(|| mpsc::channel(QUEUE));
        self.running.spawn(make(self.assessor.clone(), assess, progress.clone()));
    }

    /// True if no assessment is running and all results are delivered.
    pub(super) fn is_idle(&mut self) -> bool {
        while self.running.try_join_next().is_some() {}
        self.running.is_empty() && self.progress.as_ref().is_none_or(|(_, told)| told.is_empty())
    }

    /// The next progress or result of any assessment.
    pub(super) async fn next(&mut self) -> Evaluation {
        if let Some((_, told)) = &mut self.progress
            && let Some(evaluation) = told.recv().await
        {
            return evaluation;
        }
        // Nothing runs. The channel never closes, because `self` holds a sender.
        std::future::pending().await
    }
}

async fn make(assessor: Assessor, assess: Assess, progress: mpsc::Sender<Evaluation>) {
    let Assess { evaluation, question, answer } = assess;
    let (states, mut told) = mpsc::channel::<AssessmentState>(QUEUE);
    let question = Question { text: question.text.as_str(), points: &question.points };
    let tell = async {
        while let Some(state) = told.recv().await {
            let evaluation = Evaluation { assessment: Some(state), ..evaluation.clone() };
            if progress.send(evaluation).await.is_err() {
                break;
            }
        }
    };
    tokio::join!(assessor.assess(question, answer.as_str(), states), tell);
}
