"""The casebook of the demo city: three stories out, one that waits for the enterprise, one that is
being written, and a first edition. Texts and pictures are plainly samples."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.demo.city import DemoStep
from accounts.demo.people import actor_of, make_account
from accounts.duties import Duty
from accounts.jobs import run
from accounts.models import Organisation
from accounts.tenancy import Actor, acting_as, system_scope
from certification.demo import CertificateStep, PastCertificateStep
from certification.models import Certificate
from certification.rungs import valid_today
from documents.outbox_handlers import scan
from enterprises.demo.accounts import AccountStep
from lifecycle.transitions import TransitionInput
from pages.records.actions import save_record
from reports.casebook import edition_lifecycle
from reports.casebook.actions.approve_story import approve_story
from reports.casebook.actions.choose_stories import choose_stories
from reports.casebook.actions.invite_champions import invite_champions
from reports.casebook.actions.keep_pictures import add_picture
from reports.casebook.actions.print_edition import start_print
from reports.casebook.actions.save_text import choose_figures, save_text
from reports.casebook.content import content_of, fingerprint
from reports.casebook.demo_pictures import drawn
from reports.casebook.lifecycle import MACHINE
from reports.casebook.records import EditionRecord
from reports.models import PublishedStory, Story

State = Story.State
# Accounts of the champions, who each is, and how far their story goes.
ACCOUNTS = (
    ("champion3", "陈立", State.PUBLISHED),
    ("champion", "沈明", State.CONFIRMING),
    ("champion2", "韩雪", State.WRITING),
    ("champion4", "罗成", State.PUBLISHED),
    ("champion5", "唐宁", State.PUBLISHED),
)
TITLES = (
    "（示例）把{0}做专做精",
    "（示例）{0}：十年只攻一个细分领域",
    "（示例）从配套件到标准件：{0}",
)
SAMPLE = "本段为演示文字，不是真实企业的情况。"
TEXTS = {
    "path": (
        "创业之初，企业什么都做过，后来把资源收拢到{0}一个产品上：停掉利润不低的贸易业务，把设备、"
        "人手和资金都投进同一条生产线。十多年里行业几起几落，企业没有换过赛道，靠的是把同一件产品"
        "做到客户离不开。"
    ),
    "innovation": (
        "围绕{0}的寿命和一致性，企业建立了自己的试验台，把主机厂的工况搬进实验室；研发人员与一线"
        "技工组成小组，一个难题一个小组，攻下来再解散。与高校合作的材料配方已用于新一代产品，"
        "关键工序实现自主设计。"
    ),
    "management": (
        "企业推行看板和首件三检，每个班次只看三个数：合格率、交付率、设备完好率。工艺参数随工单"
        "下发，异常十分钟内到现场。技工评级与收入挂钩，师傅带徒弟有津贴，关键岗位多年没有人离开。"
    ),
    "results": (
        "{0}已进入多家主机厂的合格供方名录，由配套件成为设计时就选定的标准件。营业收入和研发投入"
        "的变化见年度数据。企业带动本地上下游配套，共同建立了检测服务平台。"
    ),
    "insight": (
        "选准一个足够窄的领域，长期投入，把一件产品做到别人替代不了；管理要盯少数几个指标，"
        "天天看，天天改。"
    ),
}
PICTURES = (
    ("台面上并排放着三只大小不同的圆环形零件（绘制的示意图）", "主导产品示意（示例）"),
    ("一台方形检测设备，旁边是逐级升高的五根柱子（绘制的示意图）", "检测平台示意（示例）"),
)
FOREWORD = (
    "本辑为演示内容。行动计划提出编写《青岛市工业中小企业隐形冠军案例集》，树立一批中小企业发展的"
    "标杆和典型，引导带动全市中小企业以专精特新为路径、以隐形冠军为目标高质量发展。\n"
    "书中企业、文字、数据和图片均为虚构，只用来说明案例怎样约稿、撰写、确认和编印。"
)


class CasebookStep(DemoStep):
    """Stories of the newest champions; small cities have fewer."""

    after = (AccountStep, CertificateStep, PastCertificateStep)

    def finish(self) -> None:
        city = actor_of("city")
        with system_scope(reason="seed the demo city"):
            champions = valid_today(Certificate.objects.filter(kind=Certificate.Kind.CHAMPION))
            chosen = list(champions.order_by("-issued_on", "-pk")[: len(ACCOUNTS)])
            for certificate, (username, name, _) in zip(chosen, ACCOUNTS, strict=False):
                holder = Organisation.objects.get(pk=certificate.organisation_id)
                make_account(username, name, holder, Duty.ENTERPRISE_STAFF)
        for place, certificate in enumerate(chosen):
            _write(city, certificate, place)
        if chosen:
            _edition(city)


def _write(city: Actor, certificate: Certificate, place: int) -> None:
    """Let the city and the champion bring the story as far as it goes."""
    username, name, aim = ACCOUNTS[place]
    staff, due = actor_of(username), timezone.localdate() + timedelta(days=20)
    with acting_as(city):
        story = invite_champions(city, [certificate.pk], due, "欢迎参加（示例）。").stories[0]
    with acting_as(staff):
        MACHINE.execute(staff, story.pk, "accept")
        save_text(staff, story.pk, _texts(certificate, place, aim), version=None)
        if aim == State.PUBLISHED and place:
            choose_figures(staff, story.pk, {"shows_staff": "full"}, version=None)
        files = [_picture(staff, story, place, kind) for kind in range(len(PICTURES))]
    for file in files:
        scan({"attachment_id": file})
    with acting_as(city):
        save_text(city, story.pk, {"insight": _text("insight", certificate)}, version=None)
        if aim == State.WRITING:
            return
        MACHINE.execute(city, story.pk, "submit")
    if aim == State.PUBLISHED:
        _publish(city, staff, story, name)


def _publish(city: Actor, staff: Actor, story: Story, name: str) -> None:
    with acting_as(staff):
        row = Story.objects.select_related("certificate", "district").get(pk=story.pk)
        seen = fingerprint(content_of(row))
        approve_story(staff, story.pk, name=name, declares=True, seen=seen)
    with acting_as(city):
        MACHINE.execute(city, story.pk, "publish")


def _texts(certificate: Certificate, place: int, aim: State) -> dict[str, str]:
    """What the enterprise writes; of the one that is being written two parts are still open."""
    title = TITLES[place % len(TITLES)].format(certificate.title)[:40]
    parts = {name: _text(name, certificate) for name in TEXTS if name != "insight"}
    if aim == State.WRITING:
        parts |= {"management": "", "results": ""}
    return {"title": title, **parts}


def _text(name: str, certificate: Certificate) -> str:
    return f"{TEXTS[name].format(certificate.title)}\n{SAMPLE}"


def _picture(staff: Actor, story: Story, place: int, kind: int) -> str:
    alt, caption = PICTURES[kind]
    upload = SimpleUploadedFile(
        f"示例图片{kind + 1}.png", drawn(200 + 35 * place, kind), "image/png"
    )
    return str(add_picture(staff, story.pk, upload, alt=alt, caption=caption).file_id)


def _edition(city: Actor) -> None:
    """The first edition, printed and issued."""
    values = {
        "number": 1, "year": timezone.localdate().year, "foreword": FOREWORD,
        "title": "青岛市工业中小企业隐形冠军案例集", "compiler": "青岛市中小企业主管部门（示例）",
    }  # fmt: skip
    with acting_as(city):
        edition = save_record(city, EditionRecord, values).row
        public = list(PublishedStory.objects.order_by("story_id").values_list("pk", flat=True))
        choose_stories(city, edition.pk, public, version=None)
        job = start_print(city, edition.pk)
    run(str(job.pk))
    with acting_as(city):
        edition_lifecycle.MACHINE.execute(city, edition.pk, "issue", TransitionInput())
