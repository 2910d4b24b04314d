//! The assessments that a room waits for. They end with it.

use convene_model::{AssessmentState, Evaluation};
use convene_room::Assess;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::assessment::{Assessor, Question};

/// How many drafts may wait to be told; the assessor leaves out what does not fit.
const QUEUE: usize = 16;

/// The running assessments of one room.
pub(super) struct Assessments {
    assessor: Assessor,
    running: JoinSet<()>,
    progress: mpsc::Sender<Evaluation>,
    told: mpsc::Receiver<Evaluation>,
}

impl Assessments {
    pub(super) fn new(assessor: Assessor) -> Self {
        let (progress, told) = mpsc::channel(QUEUE);
        Self { assessor, running: JoinSet::new(), progress, told }
    }

    /// Begins one.
    pub(super) fn start(&mut self, assess: Assess) {
        self.running.spawn(make(self.assessor.clone(), assess, self.progress.clone()));
    }

    /// Whether none is running, and all that came of them is told.
    pub(super) fn is_idle(&mut self) -> bool {
        while self.running.try_join_next().is_some() {}
        self.running.is_empty() && self.told.is_empty()
    }

    /// How one of them went on.
    pub(super) async fn next(&mut self) -> Evaluation {
        match self.told.recv().await {
            Some(evaluation) => evaluation,
            // Never: this holds a sender.
            None => std::future::pending().await,
        }
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
