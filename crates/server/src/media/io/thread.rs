//! Threads with a runtime of their own, so that nothing else in the process can delay media.

use std::{future::Future, io};

use tokio::sync::oneshot;
use tokio_util::sync::DropGuard;

/// Runs a task on a thread of its own; returns once the task is made. `make` makes it on that
/// thread, within its runtime. `ending` is dropped however the thread ends.
///
/// # Errors
/// If the system provides no thread or runtime, or `make` fails.
pub(crate) async fn start<F: Future<Output = ()>>(
    name: &'static str,
    ending: DropGuard,
    make: impl FnOnce() -> io::Result<F> + Send + 'static,
) -> io::Result<()> {
    let (started, starting) = oneshot::channel();
    std::thread::Builder::new().name(name.to_owned()).spawn(move || {
        let _ending = ending;
        let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
            Ok(runtime) => runtime,
            Err(error) => {
                let _nobody_waits = started.send(Err(error));
                return;
            }
        };
        runtime.block_on(async move {
            match make() {
                Ok(task) => {
                    let _nobody_waits = started.send(Ok(()));
                    task.await;
                }
                Err(error) => {
                    let _nobody_waits = started.send(Err(error));
                }
            }
        });
    })?;
    starting.await.unwrap_or_else(|_| Err(io::Error::other(format!("the thread {name} ended"))))
}
