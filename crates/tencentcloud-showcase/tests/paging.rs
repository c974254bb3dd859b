//! Pages and items of every style, against a mock that really pages.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::TryStreamExt;
use tencentcloud_runtime::{Error, Mock};
use tencentcloud_showcase::{
    Client, Item, ListByOffsetRequest, ListByOffsetResponse, ListByPageRequest, ListByPageResponse,
    ListByTokenRequest, ListByTokenResponse, Page, Tree,
};

fn item(n: usize) -> Item {
    let mut item = Item::default();
    item.id = format!("item-{n}");
    item
}

/// Pages over `total` items by Offset and Limit, which are text.
fn offset_mock(total: usize, told: u64) -> Mock {
    let mock = Mock::new();
    mock.on::<ListByOffsetRequest>(move |request| {
        let number = |text: Option<String>| text.map_or(0, |text| text.parse::<usize>().unwrap());
        let (offset, limit) = (number(request.offset), number(request.limit).max(2));
        let mut page = Page::default();
        page.items = (offset..total.min(offset + limit)).map(item).collect();
        page.total_count = told;
        let mut answer = ListByOffsetResponse::default();
        answer.result = Some(page);
        Ok(answer)
    });
    mock
}

async fn ids(mock: &Mock, request: ListByOffsetRequest) -> Vec<String> {
    let client = Client::new(&mock.config());
    let items = client.list_by_offset(request).items().all().await.unwrap();
    items.into_iter().map(|item| item.id).collect()
}

fn wanted(range: std::ops::Range<usize>) -> Vec<String> {
    range.map(|n| format!("item-{n}")).collect()
}

#[tokio::test]
async fn offsets_go_to_the_end_and_ask_no_more_than_they_must() {
    for (total, calls) in [(0, 1), (1, 1), (2, 1), (3, 2), (4, 2), (5, 3)] {
        let mock = offset_mock(total, total as u64);
        assert_eq!(
            ids(&mock, ListByOffsetRequest::new().limit("2")).await,
            wanted(0..total)
        );
        assert_eq!(
            mock.requests::<ListByOffsetRequest>().unwrap().len(),
            calls,
            "{total}"
        );
    }
}

#[tokio::test]
async fn the_start_is_the_callers() {
    let mock = offset_mock(7, 7);
    assert_eq!(
        ids(&mock, ListByOffsetRequest::new().offset("3").limit("2")).await,
        wanted(3..7)
    );
}

#[tokio::test]
async fn a_total_that_is_too_high_ends_with_an_empty_page() {
    let mock = offset_mock(3, 100);
    assert_eq!(
        ids(&mock, ListByOffsetRequest::new().limit("2")).await,
        wanted(0..3)
    );
}

#[tokio::test]
async fn a_service_that_ignores_the_position_is_an_error_and_not_endless() {
    let mock = Mock::new();
    mock.on::<ListByOffsetRequest>(|_| {
        let mut page = Page::default();
        page.items = vec![item(0)];
        page.total_count = 9;
        let mut answer = ListByOffsetResponse::default();
        answer.result = Some(page);
        Ok(answer)
    });
    let client = Client::new(&mock.config());
    let mut items = client
        .list_by_offset(ListByOffsetRequest::new().limit("1"))
        .items();
    assert!(items.next().await.unwrap().is_ok());
    let error = items.next().await.unwrap().unwrap_err();
    assert!(
        error.to_string().contains("repeats the one before"),
        "{error}"
    );
    assert!(items.next().await.is_none());
}

#[tokio::test]
async fn numbers_of_pages_count_from_one() {
    let mock = Mock::new();
    mock.on::<ListByPageRequest>(|request| {
        let first = (request.page_number as usize - 1) * request.page_size as usize;
        let mut answer = ListByPageResponse::default();
        answer.names = (first..5.min(first + request.page_size as usize))
            .map(|n| n.to_string())
            .collect();
        answer.total = 5;
        Ok(answer)
    });
    let client = Client::new(&mock.config());
    let names: Vec<String> = client
        .list_by_page(ListByPageRequest::new().page_number(1).page_size(2))
        .items()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(names, ["0", "1", "2", "3", "4"]);
    assert_eq!(mock.requests::<ListByPageRequest>().unwrap().len(), 3);
}

fn token_page(next: Option<&str>, more: bool) -> ListByTokenResponse {
    let mut answer = ListByTokenResponse::default();
    answer.items = vec![Tree::new().name(next.unwrap_or("last"))];
    answer.next_token = next.map(str::to_owned);
    answer.has_more = more;
    answer
}

#[tokio::test]
async fn tokens_are_handed_on() {
    let mock = Mock::new();
    mock.on::<ListByTokenRequest>(|request| {
        Ok(match request.next_token.as_deref() {
            None => token_page(Some("b"), true),
            Some("b") => token_page(Some("c"), true),
            // A token that comes with the end is not asked for.
            _ => token_page(Some("d"), false),
        })
    });
    let client = Client::new(&mock.config());
    let mut pages = client.list_by_token(ListByTokenRequest::new()).pages();
    let mut names = Vec::new();
    while let Some(page) = pages.next().await {
        names.extend(page.unwrap().items.into_iter().map(|tree| tree.name));
    }
    assert_eq!(names, ["b", "c", "d"]);
}

#[tokio::test]
async fn a_token_that_repeats_is_an_error() {
    let mock = Mock::new();
    mock.on::<ListByTokenRequest>(|_| Ok(token_page(Some("same"), true)));
    let client = Client::new(&mock.config());
    let error = client
        .list_by_token(ListByTokenRequest::new())
        .items()
        .all()
        .await
        .unwrap_err();
    assert!(error.to_string().contains("the list has no end"), "{error}");
}

#[tokio::test]
async fn an_error_comes_after_the_items_before_it_and_ends_the_list() {
    let mock = Mock::new();
    let calls = Arc::new(AtomicUsize::new(0));
    mock.on::<ListByTokenRequest>(move |_| match calls.fetch_add(1, Ordering::SeqCst) {
        2 => Err(Error::service("InternalError", "later")),
        n => Ok(token_page(Some(["a", "b"][n]), true)),
    });
    let client = Client::new(&mock.config());
    let mut items = client.list_by_token(ListByTokenRequest::new()).items();
    assert_eq!(items.next().await.unwrap().unwrap().name, "a");
    assert_eq!(items.next().await.unwrap().unwrap().name, "b");
    assert!(items.next().await.unwrap().unwrap_err().is_internal());
    assert!(items.next().await.is_none());
}
